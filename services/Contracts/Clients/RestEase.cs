#if !FULL_FEED
using System.Collections;
using System.Net.Http.Json;
using System.Text.Json;
using RestEase;

namespace PartyCloud.Contracts.Clients;

internal sealed class RestEaseReader(JsonSerializerOptions json) : ResponseDeserializer
{
    public override T Deserialize<T>(string? content, HttpResponseMessage response, ResponseDeserializerInfo info) => JsonSerializer.Deserialize<T>(content!, json)!;
}

internal sealed class RestEaseWriter(JsonSerializerOptions json) : RequestBodySerializer
{
    public override HttpContent? SerializeBody<T>(T body, RequestBodySerializerInfo info) => body is null ? null : JsonContent.Create(body, body.GetType(), options: json);
}

internal sealed class RestEaseQuery : RequestQueryParamSerializer
{
    public override IEnumerable<KeyValuePair<string, string?>> SerializeQueryParam<T>(string name, T value, RequestQueryParamSerializerInfo info) => Flatten(name, value);

    public override IEnumerable<KeyValuePair<string, string?>> SerializeQueryCollectionParam<T>(string name, IEnumerable<T> values, RequestQueryParamSerializerInfo info) =>
        values.SelectMany(value => Flatten(name, value));

    private static IEnumerable<KeyValuePair<string, string?>> Flatten(string name, object? value)
    {
        if (value is null)
        {
            return [];
        }

        if (QueryText.Of(value) is { } text)
        {
            return [new(name, text)];
        }

        return value is IEnumerable list
            ? list.Cast<object?>().SelectMany(item => Flatten(name, item))
            : value.GetType().GetProperties().SelectMany(property => Flatten(JsonNamingPolicy.CamelCase.ConvertName(property.Name), property.GetValue(value)));
    }
}
#endif
