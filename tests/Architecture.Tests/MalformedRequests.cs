using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PartyCloud.Architecture.Tests;

/// <summary>
/// Makes requests that a document does not allow, from the document itself: parameters and bodies that are nearly right and wrong in one
/// place, or not right at all. The same seed makes the same requests.
/// </summary>
/// <param name="known">Ids of things that are there, so that some of the requests get as far as them.</param>
internal sealed class MalformedRequests(JsonObject document, int seed, params Guid[] known)
{
    private static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "null", "undefined", "-1", "0", "1e400", "NaN", "9223372036854775808", "2147483648", "0.1", "true", "党", new('x', 5000),
        "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-00000000000g", "' or 1=1 --", "%", "_", "../../etc/passwd", "{}", "[]", "\uD800", "\uFFFF",
        "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2026-01-01T00:00:00Z", "<script>", "${jndi:x}", "\r\nX: y", "\u202E",
    ];

    private static readonly string[] Bodies =
    [
        "", "{", "}", "[", "null", "true", "0", "\"\"", "[]", "{}", "{\"a\":", "{\"\\uD800\":1}", "\"\\uD800\"", "{}{}", "[[[[[[", "\uFEFF{}", "{\"a\":1e999}", "// x",
        new string('[', 100_000), "{\"name\":" + new string('9', 10_000) + "}",
    ];

    private readonly Random random = new(seed);

    private readonly (string Method, string Path, JsonObject Operation)[] operations = [.. from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is "get" or "post" or "put" or "patch" or "delete"
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())];

    public HttpRequestMessage Next()
    {
        var (method, path, operation) = operations[random.Next(operations.Length)];
        var query = new List<string>();
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var name = parameter!["name"]!.GetValue<string>();
            var text = Uri.EscapeDataString(AnyText(parameter["schema"]));
            if (parameter["in"]!.GetValue<string>() == "path")
            {
                // The web server itself refuses a zero character in a path, before any of us sees it.
                text = text.Replace("%00", "", StringComparison.Ordinal);
                path = path.Replace($"{{{name}}}", text.Length == 0 ? "%20" : text, StringComparison.Ordinal);
            }
            else if (random.Next(2) == 0)
            {
                query.Add($"{name}={(random.Next(20) == 0 ? "%FF%FE" : text)}");
            }
        }

        var request = new HttpRequestMessage(new HttpMethod(method), path + (query.Count > 0 ? "?" + string.Join('&', query) : ""));
        if (random.Next(6) == 0)
        {
            request.Headers.TryAddWithoutValidation("If-Match", Pick(["x", "\"-1\"", "\"99999999999\"", "W/\"1\"", "*", "\"1\", \"2\""]));
        }

        if (random.Next(8) == 0)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Pick(["", " ", new string('k', 400), $"k-{random.Next(5)}"]));
        }

        if (random.Next(8) == 0)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", Pick(["", "*", "zz-ZZ;q=9", ";;;", new string('a', 300)]));
        }

        if (method is "POST" or "PUT" or "PATCH")
        {
            request.Content = Body(operation["requestBody"]?["content"]?.AsObject());
        }

        return request;
    }

    private HttpContent Body(JsonObject? content)
    {
        if (content?.ContainsKey("multipart/form-data") == true && random.Next(4) > 0)
        {
            var form = new MultipartFormDataContent();
            if (random.Next(4) > 0)
            {
                form.Add(new ByteArrayContent(Bytes()), Pick(["file", "file", "File", "data"]), Pick(["a.csv", "a.xlsx", "", "..", new string('n', 400)]).PadRight(1, '_'));
            }

            return form;
        }

        var schema = content?["application/json"]?["schema"];
        var body = schema is null || random.Next(3) == 0 ? Pick(Bodies) : Spoiled(schema);
        HttpContent made = random.Next(12) == 0 ? new ByteArrayContent([0xff, 0xfe, 0x7b, 0xed, 0xa0, 0x80, 0x7d]) : new StringContent(body, Encoding.UTF8);
        made.Headers.ContentType = MediaTypeHeaderValue.TryParse(
            random.Next(10) == 0 ? Pick(["text/plain", "application/xml", "multipart/form-data", "application/json; charset=utf-7"]) : "application/json", out var type) ? type : null;
        return made;
    }

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(2000)];
        random.NextBytes(bytes);
        return random.Next(3) switch { 0 => bytes, 1 => [0x50, 0x4b, 3, 4, .. bytes], _ => Encoding.UTF8.GetBytes("code,name\n" + Pick(Texts) + ",\"") };
    }

    private string Spoiled(JsonNode schema)
    {
        var body = Instance(schema, 0);
        return (body is null ? "null" : body.ToJsonString()) is var text && random.Next(6) == 0 && text.Length > 1 ? text[..random.Next(1, text.Length)] : text;
    }

    private JsonNode? Instance(JsonNode? schema, int depth)
    {
        schema = Resolve(schema);
        if (schema is null || depth > 6 || random.Next(8) == 0)
        {
            return Wrong();
        }

        if (schema["oneOf"] is JsonArray choices)
        {
            return Instance(choices[random.Next(choices.Count)], depth + 1);
        }

        if (schema["enum"] is JsonArray values)
        {
            return random.Next(3) == 0 ? "no-such-value" : values[random.Next(values.Count)]?.DeepClone();
        }

        var type = schema["type"] switch
        {
            JsonArray types => types.Select(one => one!.GetValue<string>()).First(one => one != "null"),
            { } one => one.GetValue<string>(),
            null => "object",
        };
        switch (type)
        {
            case "object":
                var made = new JsonObject();
                foreach (var property in schema["properties"]?.AsObject() ?? [])
                {
                    if (random.Next(10) > 0)
                    {
                        made[property.Key] = Instance(property.Value, depth + 1);
                    }
                }

                return made;
            case "array":
                return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Instance(schema["items"], depth + 1))]);
            case "integer":
                return JsonValue.Create(Pick([0L, -1, 1, int.MaxValue, long.MaxValue, long.MinValue]));
            case "number":
                return JsonNode.Parse(Pick(["0", "-1", "1e28", "79228162514264337593543950335", "1e300", "0.00000000000000000000000000001"]));
            case "boolean":
                return random.Next(2) == 0;
            default:
                return AnyText(schema) is var text && JsonSerializer.Serialize(text) is var json ? JsonNode.Parse(json) : null;
        }
    }

    private string AnyText(JsonNode? schema) => (Resolve(schema)?["format"]?.GetValue<string>(), random.Next(3)) switch
    {
        ("uuid", > 0) => (known.Length > 0 && random.Next(2) == 0 ? Pick(known) : Guid.CreateVersion7()).ToString(),
        ("date", > 0) => "2026-07-01",
        _ => Pick(Texts).Replace("\uD800", "\uFFFD", StringComparison.Ordinal),
    };

    private JsonNode? Wrong() => random.Next(6) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next()),
        2 => new JsonArray(1, "x", null),
        3 => new JsonObject { ["x"] = new JsonObject() },
        4 => JsonValue.Create(true),
        _ => JsonValue.Create(new string('长', 3000)),
    };

    private JsonNode? Resolve(JsonNode? schema)
    {
        while (schema?["$ref"]?.GetValue<string>() is { } reference)
        {
            schema = document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]];
        }

        return schema;
    }

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
