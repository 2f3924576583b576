using System.Globalization;
using Microsoft.AspNetCore.Http;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Problems;

/// <summary>The version that the caller has seen, from the If-Match header; none asks for no check.</summary>
public sealed class IfMatch
{
    private int? Version { get; init; }

    /// <summary>For an item of a batch, which has no header of its own.</summary>
    public static IfMatch Of(int? version) => new() { Version = version };

    public static ValueTask<IfMatch?> BindAsync(HttpContext context)
    {
        var header = context.Request.Headers.IfMatch.ToString();
        if (header.Length == 0 || header == "*")
        {
            return new(new IfMatch());
        }

        return int.TryParse(header.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new(new IfMatch { Version = version })
            : throw new FieldException(new FieldError("If-Match", "field.malformed"));
    }

    public void Check(IVersioned entity)
    {
        if (Version is { } seen && seen != entity.Version)
        {
            throw new PreconditionException();
        }
    }

    /// <summary>The ETag of what is answered.</summary>
    public static void Tag(HttpContext context, int version) => context.Response.Headers.ETag = ETag.Of(version);
}
