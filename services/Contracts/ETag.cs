using System.Globalization;

namespace PartyCloud.Contracts;

/// <summary>The version of what was read, as it travels: as <c>ETag</c> in an answer, as <c>If-Match</c> in a change.</summary>
public static class ETag
{
    public static string Of(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
