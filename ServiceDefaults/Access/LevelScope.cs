using System.Diagnostics.CodeAnalysis;

namespace PartyCloud.ServiceDefaults.Access;

/// <summary>
/// The subtrees a caller may see: up to eight level codes, sorted and none inside another, because the database's
/// policies take the first and the last as an envelope.
/// </summary>
public sealed record LevelScope
{
    public const int MaxPrefixes = 8;

    private LevelScope(string[] prefixes) => (Prefixes, Text) = (prefixes, string.Join(',', prefixes));

    /// <summary>The whole installation: every root code starts with 0.</summary>
    public static LevelScope Everything { get; } = new(["0"]);

    public IReadOnlyList<string> Prefixes { get; }

    /// <summary>What the database's session setting holds.</summary>
    public string Text { get; }

    /// <summary>The code under which things that belong to a caller rather than to an organization are filed: jobs, idempotency keys.</summary>
    public string First => Prefixes[0];

    public static LevelScope Of(params string[] codes) =>
        TryCreate(codes, out var scope) ? scope : throw new ArgumentException("Not a scope.", nameof(codes));

    public static bool TryParse(string? text, [NotNullWhen(true)] out LevelScope? scope) =>
        TryCreate(text?.Split(',') ?? [], out scope);

    public bool Contains(string levelCode) =>
        Prefixes.Any(prefix => levelCode.StartsWith(prefix, StringComparison.Ordinal));

    public override string ToString() => Text;

    private static bool TryCreate(string[] codes, [NotNullWhen(true)] out LevelScope? scope)
    {
        scope = codes is ["0"] ? Everything
            : codes.Length is > 0 and <= MaxPrefixes && codes.All(code => LevelCode.IsValid(code))
                ? new(codes.Distinct().Where(code => !codes.Any(other => other != code && LevelCode.IsWithin(code, other)))
                    .Order(StringComparer.Ordinal).ToArray())
                : null;
        return scope is not null;
    }
}
