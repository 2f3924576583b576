namespace PartyCloud.ServiceDefaults.Hosting;

public static class Clock
{
    private static readonly TimeZoneInfo China = TimeZoneInfo.CreateCustomTimeZone("China", TimeSpan.FromHours(8), "China", "China");

    /// <summary>Today's date where the deadlines of the rules run: China has one time, eight hours ahead of UTC.</summary>
    public static DateOnly Today(this TimeProvider clock) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), China).DateTime);
}
