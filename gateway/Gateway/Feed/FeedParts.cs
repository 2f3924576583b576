using System.Buffers;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Sessions;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Feed;

/// <summary>
/// The feeds of several services read as one: how far each has come. Organizations go ahead of what belongs to them, so that a reader knows an organization before he hears who is in it.
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
    public static FeedParts Of(string? types, string? cursor, Func<FeedSource, bool> mayRead)
    {
        var asked = types is null ? null : types.Split(',').Select(Parse).Distinct().Order().ToList();
        if (cursor is null)
        {
            return new([.. (asked ?? [.. FeedSource.All.Where(mayRead).Select(source => source.Type)]).Select(type => (type, ""))]);
        }

        Field.Require(cursor.Length is > 0 and <= MaxLength, "cursor", "field.malformed");
        var parts = cursor.Split(Between).Select(ReadPart).ToList();
        Field.Require(parts.Zip(parts.Skip(1)).All(pair => pair.First.Type < pair.Second.Type), "cursor", "field.malformed");
        Field.Require(asked is null || asked.SequenceEqual(parts.Select(part => part.Type)), "types", "changes.other-types");
        return new(parts);
    }

    /// <summary>Under what the caller reads there; null when he may not.</summary>
    public static ActingPost? PostFor(HttpContext http, FeedSource source) => http.User switch
    {
        AppPrincipal app => app.App.PostFor(source.Resource, AppAccess.Read),
        SessionPrincipal { Post: { Caller.Scope: not null } post } when post.Caller.Permissions.Allows(source.Permission) => post,
        _ => null,
    };

    public override string ToString() => string.Join(Between, Parts.Select(part => $"{FeedSource.For(part.Type).Name}.{part.Cursor}"));

    private static FeedType Parse(string text)
    {
        var known = FeedSource.All.FirstOrDefault(source => source.Name == text);
        Field.Require(known is not null, "types", "field.unknown", text);
        return known!.Type;
    }

    private static (FeedType Type, string Cursor) ReadPart(string text) =>
        text.Split('.', 2) is [var name, var cursor] && FeedSource.All.FirstOrDefault(source => source.Name == name) is { } known && !cursor.AsSpan().ContainsAnyExcept(Allowed)
            ? (known.Type, cursor)
            : throw new FieldException(new FieldError("cursor", "field.malformed"));
}
