using System.Buffers;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Sessions;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Feed;

/// <summary>What the feed tells of (变更对象).</summary>
public enum FeedType
{
    Organization,
    Member,
}

/// <summary>
/// The feeds of several services read as one: how far each has come. Organizations go ahead of members, so that a reader knows an organization before he hears who is in it.
/// To a reader the text is opaque; inside it each service's own cursor stands behind its name.
/// </summary>
/// <param name="Parts">In the order of <see cref="FeedType"/>; empty where a part has not begun.</param>
internal sealed record FeedParts(IReadOnlyList<(FeedType Type, string Cursor)> Parts)
{
    private const int MaxLength = 600;
    private const char Between = '~';

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <param name="types">Separated by commas; what the caller may read where nothing is said.</param>
    /// <param name="cursor">Goes on with its own types; named besides, they must be the same.</param>
    public static FeedParts Of(string? types, string? cursor, Func<FeedType, bool> mayRead)
    {
        var asked = types is null ? null : types.Split(',').Select(Parse).Distinct().Order().ToList();
        if (cursor is null)
        {
            return new([.. (asked ?? [.. Enum.GetValues<FeedType>().Where(mayRead)]).Select(type => (type, ""))]);
        }

        Field.Require(cursor.Length is > 0 and <= MaxLength, "cursor", "field.malformed");
        var parts = cursor.Split(Between).Select(ReadPart).ToList();
        Field.Require(parts.Zip(parts.Skip(1)).All(pair => pair.First.Type < pair.Second.Type), "cursor", "field.malformed");
        Field.Require(asked is null || asked.SequenceEqual(parts.Select(part => part.Type)), "types", "changes.other-types");
        return new(parts);
    }

    /// <summary>The service that has the objects.</summary>
    public static string ServiceOf(FeedType type) => type switch { FeedType.Organization => "organizations", _ => "members" };

    /// <summary>Under what the caller reads there; null when he may not.</summary>
    public static ActingPost? PostFor(HttpContext http, FeedType type) => http.User switch
    {
        AppPrincipal app => app.App.PostFor(type switch { FeedType.Organization => AppResource.Organizations, _ => AppResource.Members }, AppAccess.Read),
        SessionPrincipal { Post: { Caller.Scope: not null } post } when post.Caller.Permissions.Allows($"{ServiceOf(type)}.read") => post,
        _ => null,
    };

    public override string ToString() => string.Join(Between, Parts.Select(part => $"{NameOf(part.Type)}.{part.Cursor}"));

    private static string NameOf(FeedType type) => type.ToString().ToLowerInvariant();

    private static FeedType Parse(string text)
    {
        var known = Enum.GetValues<FeedType>().Where(type => NameOf(type) == text).ToList();
        Field.Require(known.Count == 1, "types", "field.unknown", text);
        return known[0];
    }

    private static (FeedType Type, string Cursor) ReadPart(string text)
    {
        foreach (var type in Enum.GetValues<FeedType>())
        {
            if (text.StartsWith(NameOf(type) + ".", StringComparison.Ordinal) && text[(NameOf(type).Length + 1)..] is var cursor && !cursor.AsSpan().ContainsAnyExcept(Allowed))
            {
                return (type, cursor);
            }
        }

        throw new FieldException(new FieldError("cursor", "field.malformed"));
    }
}
