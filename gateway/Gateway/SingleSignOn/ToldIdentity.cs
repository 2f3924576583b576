namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>What a provider tells of a person who has signed in there.</summary>
/// <param name="Subject">The lasting id, which the provider gives to nobody else.</param>
/// <param name="RealNameLevel">How well the provider knows who it is (实名等级), in its own words.</param>
/// <param name="UserName">A user name here, where the settings trust the provider with that.</param>
/// <param name="Session">The provider's own session, by which it ends ours.</param>
/// <param name="Hint">What the provider wants to see when we end its session.</param>
/// <param name="IsSecondFactor">The sign-in there counts as the second factor here.</param>
internal sealed record ToldIdentity(string Subject, string? DisplayName, string? RealNameLevel, string? UserName, string? Session, string? Hint, bool IsSecondFactor)
{
    public const int MaxSubject = 255;
    public const int MaxDisplayName = 100;
    public const int MaxLevel = 50;

    /// <param name="values">All that stands under the name of a claim or an attribute, or under a path.</param>
    public static ToldIdentity Of(ProviderSettings settings, Func<string, IReadOnlyList<string>> values, (string Subject, string Name, string Level) defaults, string? session, string? hint)
    {
        var subject = One(settings.Subject ?? defaults.Subject) is { Length: <= MaxSubject } found
            ? found
            : throw new ProviderException(ProviderException.Failed, $"No subject of 1 to {MaxSubject} characters under '{settings.Subject ?? defaults.Subject}'");
        var level = Shortened(One(settings.RealNameLevel ?? defaults.Level), MaxLevel);
        return new(
            subject, Shortened(One(settings.Name ?? defaults.Name), MaxDisplayName), level, settings.MatchUserNameBy is { } claim ? One(claim) : null, session, hint,
            IsSecondFactorBy(settings, values, level));

        string? One(string name) => values(name).Select(value => value.Trim()).FirstOrDefault(value => value.Length > 0 && !value.Any(char.IsControl));
    }

    private static bool IsSecondFactorBy(ProviderSettings settings, Func<string, IReadOnlyList<string>> values, string? level)
    {
        var second = settings.SecondFactor;
        return values("acr").Any(second.Acr.Contains) || values("amr").Any(second.Amr.Contains)
            || (second.FromRealNameLevel is { } lowest && level is not null && settings.RealNameLevels.IndexOf(level) is >= 0 and var known && known >= settings.RealNameLevels.IndexOf(lowest));
    }

    private static string? Shortened(string? text, int most) => text?.Length > most ? text[..most] : text;
}
