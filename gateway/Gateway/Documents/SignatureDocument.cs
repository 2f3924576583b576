using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PartyCloud.Client.Signing;

namespace PartyCloud.Gateway.Documents;

/// <summary>Says in the document that a call may be signed by an app instead of bearing a person's token.</summary>
internal static class SignatureDocument
{
    public const string Scheme = "signature";

    public static void AddTo(IServiceCollection services) => services.Configure<OpenApiOptions>("v1", options => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        // OpenAPI knows no scheme of several headers: the one that proves it stands for all, and the text names the others.
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = SignatureHeaders.Signature,
            Description = $"""
                接入应用的签名。与 `{SignatureHeaders.App}`、`{SignatureHeaders.Algorithm}`、`{SignatureHeaders.Timestamp}`、`{SignatureHeaders.Nonce}` 及 `{SignatureHeaders.ContentSha256}` 或 `{SignatureHeaders.ContentSm3}` 一同发送，规则见 deploy/docs/portals/signing.md。

                The signature of an app, sent together with the headers named above: HMAC-SHA256, HMAC-SM3 or SM2 over method, path, canonical query, timestamp, nonce and the body's hash, each on a line of its own.
                """,
        };
        document.Security = [.. document.Security ?? [], new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }));
}
