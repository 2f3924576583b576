using PartyCloud.Gateway.Sharing;

namespace PartyCloud.Gateway.Tests.Sharing;

/// <summary>Counting working days, over calendars of all sorts.</summary>
public sealed class WorkingDaysTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    [Fact]
    public void Days_are_counted_over_a_holiday_and_the_weekends_that_are_worked_for_it()
    {
        // National day 2026: off from 1 to 7 October; the Sunday before and the Saturday after are worked.
        var days = new WorkingDays(Enumerable.Range(1, 7).ToDictionary(day => new DateOnly(2026, 10, day), _ => false)
            .Append(new(new(2026, 9, 20), true)).Append(new(new(2026, 10, 10), true)).ToDictionary());

        Assert.Equal(new(2026, 10, 9), days.Add(new(2026, 9, 30), 2));
        Assert.Equal(new(2026, 10, 10), days.Add(new(2026, 9, 30), 3));
        Assert.Equal(new(2026, 10, 12), days.Add(new(2026, 9, 30), 4));
        Assert.Equal(new(2026, 9, 20), days.Add(new(2026, 9, 18), 1));
    }

    [Theory]
    [InlineData("2026-09-24T17:29:59+08:00", "2026-09-24")]
    [InlineData("2026-09-24T17:30:00+08:00", "2026-09-28")]
    [InlineData("2026-09-25T00:00:00+08:00", "2026-09-28")]
    [InlineData("2026-09-23T16:00:00+00:00", "2026-09-24")]
    [InlineData("2026-09-23T15:59:59+00:00", "2026-09-24")]
    [InlineData("2026-09-27T23:59:59+08:00", "2026-09-28")]
    public void What_comes_in_after_hours_or_on_a_day_off_counts_from_the_next_working_day_in_China(string at, string from)
    {
        var midAutumn = new WorkingDays(new Dictionary<DateOnly, bool> { [new(2026, 9, 25)] = false });

        Assert.Equal(DateOnly.Parse(from, null), midAutumn.CountsFrom(DateTimeOffset.Parse(at, null)));
    }

    [Fact]
    public void Any_days_after_any_day_in_any_calendar_are_a_working_day_monotonic_and_add_up()
    {
        var random = new Random(20260809);
        for (var round = 0; round < 500; round++)
        {
            var days = new WorkingDays(Enumerable.Range(0, random.Next(60)).Select(_ => First.AddDays(random.Next(400))).Distinct().ToDictionary(day => day, _ => random.Next(3) == 0));
            var (day, n, m) = (First.AddDays(random.Next(400)), random.Next(15), random.Next(15));
            var due = days.Add(day, n);

            Assert.True(days.IsWorkingDay(due));
            Assert.True(due >= day.AddDays(n));
            Assert.True(days.Add(day, n + 1) > due);
            Assert.True(days.Add(day.AddDays(1), n) >= due);
            Assert.Equal(days.Add(day, n + m), days.Add(due, m));
            // As many as were asked for lie between, and no more.
            var start = days.Add(day, 0);
            Assert.Equal(n, Enumerable.Range(1, due.DayNumber - start.DayNumber).Count(later => days.IsWorkingDay(start.AddDays(later))));
        }
    }
}
