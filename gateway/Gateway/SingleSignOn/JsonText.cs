using System.Text.Json;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>Finds texts in a provider's answer by a path such as <c>data.user.levels[0]</c>.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 16 };

    /// <exception cref="ProviderException">It is no JSON object.</exception>
    public static JsonElement Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Bounded);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                ? root.Clone()
                : throw new ProviderException(ProviderException.Failed, "The answer is no JSON object");
        }
        catch (JsonException exception)
        {
            throw new ProviderException(ProviderException.Failed, "The answer is no JSON", exception);
        }
    }

    /// <summary>The text, number or truth at the path, or all of a list of these; nothing where there is none.</summary>
    public static IReadOnlyList<string> At(JsonElement root, string path)
    {
        // A claim may have dots in its name, as those that are addresses do.
        if (root.TryGetProperty(path, out var named))
        {
            return Texts(named);
        }

        var at = root;
        foreach (var part in path.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? part : part[..bracket];
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return [];
            }

            if (bracket >= 0)
            {
                if (at.ValueKind != JsonValueKind.Array || !int.TryParse(part.AsSpan(bracket + 1).TrimEnd(']'), out var index) || index < 0 || index >= at.GetArrayLength())
                {
                    return [];
                }

                at = at[index];
            }
        }

        return Texts(at);
    }

    private static List<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => [value.GetRawText()],
        JsonValueKind.Array => [.. value.EnumerateArray().Where(one => one.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)).SelectMany(Texts)],
        _ => [],
    };
}
