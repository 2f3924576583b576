namespace PartyCloud.Gateway.Sharing;

/// <summary>
/// Counts working days (工作日), in China's time, eight hours ahead of UTC. Monday to Friday are working days unless the calendar says otherwise: public
/// holidays move every year, and weekends are worked in exchange (调休).
/// </summary>
internal sealed class WorkingDays(IReadOnlyDictionary<DateOnly, bool> exceptions)
{
    /// <summary>What comes in later counts from the next working day. No rule that we know names the hour, so it is our own choice: the usual end of office hours.</summary>
    public static readonly TimeOnly EndOfHours = new(17, 30);

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public bool IsWorkingDay(DateOnly day) =>
        exceptions.TryGetValue(day, out var working) ? working : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The working day as which the day counts, or the next one; the days that follow are counted from it.</summary>
    public DateOnly CountsFrom(DateTimeOffset at)
    {
        var local = at.ToOffset(China);
        var day = DateOnly.FromDateTime(local.DateTime);
        return Add(TimeOnly.FromDateTime(local.DateTime) < EndOfHours ? day : day.AddDays(1), 0);
    }

    /// <param name="days">0 and more; a day off counts as the working day that follows it.</param>
    public DateOnly Add(DateOnly day, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        day = OnOrAfter(day);
        for (; days > 0; days--)
        {
            day = OnOrAfter(day.AddDays(1));
        }

        return day;
    }

    private DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }
}
