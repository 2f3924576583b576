using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sharing;

/// <summary>A day that the calendar speaks of.</summary>
internal sealed class CalendarDay
{
    public DateOnly Day { get; init; }

    public bool IsWorkingDay { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The document that says so.</summary>
    public string Source { get; init; } = "";
}

/// <summary>A day that is otherwise than its weekday says, or belongs to a holiday (节假日或调休).</summary>
public sealed record CalendarDayItem([Required] DateOnly Date, [Required] bool IsWorkingDay, [Required, StringLength(50, MinimumLength = 1)] string Name);

/// <summary>The days of a year that the calendar speaks of (工作日历). All others are working days from Monday to Friday.</summary>
/// <param name="Source">The document that says so; null where nothing was entered for the year yet.</param>
public sealed record CalendarResponse(int Year, string? Source, IReadOnlyList<CalendarDayItem> Days);

/// <summary>导入一年的工作日历, in the place of what stands there.</summary>
/// <param name="Source">The document, e.g. the State Council's notice on the year's holidays.</param>
public sealed record ImportCalendarRequest(
    [Required, StringLength(200, MinimumLength = 1)] string Source, [Required, MaxLength(366)] IReadOnlyList<CalendarDayItem> Days);

internal static class WorkCalendar
{
    // No stage is longer than ten working days; the longest holiday is far shorter than what is left of this.
    private const int DaysAhead = 120;

    // More weekdays off than any year ever had; without a limit there might be no working day at all to count.
    private const int MostWeekdaysOff = 60;

    public static Task<WorkingDays> WorkingDaysAsync(this GatewayDb db, DateTimeOffset at, CancellationToken cancel) =>
        db.WorkingDaysAsync(DateOnly.FromDateTime(at.UtcDateTime), cancel);

    public static async Task<WorkingDays> WorkingDaysAsync(this GatewayDb db, DateOnly from, CancellationToken cancel)
    {
        var to = from.AddDays(DaysAhead);
        return new(await db.WorkCalendar.AsNoTracking().Where(day => day.Day >= from && day.Day <= to).ToDictionaryAsync(day => day.Day, day => day.IsWorkingDay, cancel));
    }

    /// <param name="year">2000 to 2100.</param>
    public static async Task<Ok<CalendarResponse>> Handle(int year, GatewayDb db, CancellationToken cancel) => TypedResults.Ok(await ReadAsync(db, year, cancel));

    /// <summary>What is under way is counted anew.</summary>
    /// <param name="year">2000 to 2100.</param>
    public static async Task<Ok<CalendarResponse>> Import(int year, ImportCalendarRequest request, Caller caller, GatewayDb db, CancellationToken cancel)
    {
        RequireYear(year);
        var authority = await Authority.OfAsync(db, caller, cancel);
        Rule.Require(authority.Reaches(Place.Of(null, null)), "sharing.installation-only");
        for (var n = 0; n < request.Days.Count; n++)
        {
            Field.Require(request.Days[n].Date.Year == year, $"days[{n}].date", "calendar.other-year", year);
            Field.Require(request.Days.Take(n).All(day => day.Date != request.Days[n].Date), $"days[{n}].date", "calendar.twice");
        }

        Field.Require(
            request.Days.Count(day => !day.IsWorkingDay && day.Date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) <= MostWeekdaysOff, "days", "calendar.too-many-off", MostWeekdaysOff);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        await db.WorkCalendar.Where(day => day.Day >= first && day.Day <= last).ExecuteDeleteAsync(cancel);
        db.WorkCalendar.AddRange(request.Days.Select(day => new CalendarDay { Day = day.Date, IsWorkingDay = day.IsWorkingDay, Name = day.Name, Source = request.Source }));
        db.Record(caller, "calendar.imported", "calendar", null, $"{year} {request.Days.Count}", request.Source);
        await db.SaveChangesAsync(cancel);
        await CountAnewAsync(db, cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(await ReadAsync(db, year, cancel));
    }

    // Days that are due are not what anybody typed: a version that somebody has seen stays good.
    private static async Task CountAnewAsync(GatewayDb db, CancellationToken cancel)
    {
        foreach (var (id, state, from) in (await db.ShareRequests.Where(r => r.CountsFrom != null).Select(r => new { r.Id, r.State, r.CountsFrom }).ToListAsync(cancel))
            .Select(row => (row.Id, row.State, row.CountsFrom!.Value)))
        {
            var due = (await db.WorkingDaysAsync(from, cancel)).Add(from, DataShareRequest.DaysFor(state)!.Value);
            await db.ShareRequests.Where(r => r.Id == id && r.DueOn != due).ExecuteUpdateAsync(update => update.SetProperty(r => r.DueOn, due), cancel);
        }

        foreach (var from in await db.CorrectionRequests.Where(c => c.State == CorrectionState.Open).Select(c => c.CountsFrom).Distinct().ToListAsync(cancel))
        {
            var due = (await db.WorkingDaysAsync(from, cancel)).Add(from, CorrectionRequest.DaysToAnswer);
            await db.CorrectionRequests.Where(c => c.State == CorrectionState.Open && c.CountsFrom == from && c.DueOn != due)
                .ExecuteUpdateAsync(update => update.SetProperty(c => c.DueOn, due), cancel);
        }
    }

    private static async Task<CalendarResponse> ReadAsync(GatewayDb db, int year, CancellationToken cancel)
    {
        RequireYear(year);
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var days = await db.WorkCalendar.AsNoTracking().Where(day => day.Day >= first && day.Day <= last).OrderBy(day => day.Day).ToListAsync(cancel);
        return new(year, days.FirstOrDefault()?.Source, days.ConvertAll(day => new CalendarDayItem(day.Day, day.IsWorkingDay, day.Name)));
    }

    private static void RequireYear(int year) => Field.Require(year is >= 2000 and <= 2100, "year", "field.range", 2000, 2100);
}
