using System.Globalization;
using System.Text.Json;

namespace PartyCloud.Contracts.Clients;

/// <summary>How a value stands in a path or a query: as it stands in JSON, without the quotation marks.</summary>
internal static class QueryText
{
    /// <summary>The text of a simple value; null for an object or a list.</summary>
    public static string? Of(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        Enum name => JsonNamingPolicy.CamelCase.ConvertName(name.ToString()),
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };
}
