using System.Text.RegularExpressions;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>Somebody's account elsewhere that stands for one here (外部身份). A subject belongs to one account, and an account has one of each provider.</summary>
internal sealed partial class ExternalIdentity
{
    private ExternalIdentity()
    {
    }

    public Guid Id { get; private set; }

    public string Provider { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public Guid AccountId { get; private set; }

    public string? DisplayName { get; private set; }

    /// <summary>How well the provider knows who it is, in its own words (实名等级).</summary>
    public string? RealNameLevel { get; private set; }

    public DateTimeOffset? RealNameLevelAt { get; private set; }

    public DateTimeOffset LinkedAt { get; private set; }

    /// <summary>The administrator or the owner; nobody where the settings match user names.</summary>
    public Guid? LinkedBy { get; private set; }

    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>For answers and for the log: some providers take an identity or a telephone number for a subject, and those are shown to nobody.</summary>
    public string SubjectMasked => PersonalNumber().Replace(Subject, match => $"{match.Value[..3]}{new string('*', match.Length - 7)}{match.Value[^4..]}");

    public static ExternalIdentity Link(string provider, string subject, Guid accountId, Guid? linkedBy, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(), Provider = provider, Subject = subject, AccountId = accountId, LinkedAt = now, LinkedBy = linkedBy };

    /// <summary>Keeps what the provider tells now; a level that it tells no more is no longer known.</summary>
    public void Told(ToldIdentity told, DateTimeOffset now)
    {
        DisplayName = told.DisplayName ?? DisplayName;
        (RealNameLevel, RealNameLevelAt) = (told.RealNameLevel, told.RealNameLevel is null ? null : now);
        LastUsedAt = now;
    }

    [GeneratedRegex(@"\d{10,17}[\dXx]")]
    private static partial Regex PersonalNumber();
}
