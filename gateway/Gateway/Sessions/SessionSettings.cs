namespace PartyCloud.Gateway.Sessions;

/// <summary>How long things last; section <c>Sessions</c> of the settings.</summary>
internal sealed class SessionSettings
{
    public TimeSpan AccessLifetime { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>Who has not come back within this time signs in again.</summary>
    public TimeSpan RefreshLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>However often it is refreshed, a session ends.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>A browser's session ends when nothing was asked for so long: computers are shared.</summary>
    public TimeSpan BrowserIdle { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>However much is done in it, a browser's session ends.</summary>
    public TimeSpan BrowserLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a session is trusted before it is looked up again: what another gateway changed holds here after this time.</summary>
    public TimeSpan Recheck { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long known sessions go on while the database is away.</summary>
    public TimeSpan WithoutDatabase { get; set; } = TimeSpan.FromMinutes(1);

    public int FailuresBeforeLockout { get; set; } = 5;

    public TimeSpan Lockout { get; set; } = TimeSpan.FromMinutes(15);
}
