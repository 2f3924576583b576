using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.ServiceDefaults.Documents;

/// <summary>The service's OpenAPI document: the bearer scheme, each route's permission, the problem that every route may answer with, and examples.</summary>
internal static class ApiDocument
{
    public static void AddDocument(this IServiceCollection services, string service) => services.AddOpenApi(options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = $"PartyCloud {service}";
            document.Info.Version = "v1";
            document.Info.Description = "拒绝一律为 RFC 9457 问题文档，按 `code` 区分。 · Refusals are RFC 9457 problems, told apart by their `code`.";
            document.Info.Contact = new() { Name = "本系统的安全管理员 · The security administrators of this installation" };
            document.Servers = [new() { Url = "/" }];
            document.Components ??= new();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" };
            document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            Examples.AddTo(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(async (operation, context, cancel) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            var needed = metadata.OfType<PermissionMetadata>().LastOrDefault() is { } permission ? $"需要权限 · Permission: `{permission.Permission}`"
                : metadata.OfType<IAllowAnonymous>().Any() ? "不需要登录 · Open to everybody"
                : "登录即可 · For everybody who is signed in";
            operation.Description = string.Join("\n\n", new[] { operation.Description, needed }.Where(text => text is not null));

            operation.Deprecated = metadata.OfType<DeprecationMetadata>().Any();
            operation.OperationId = operation.OperationId is { } name ? CamelCase(name) : null;
            operation.Responses ??= [];
            var schema = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancel);
            operation.Responses["default"] = new OpenApiResponse
            {
                Description = "问题 · Problem (RFC 9457)",
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = schema } },
            };
        });
    });

    // RegisterOrganization and organizations.import.get are one spelling to a generated client.
    private static string CamelCase(string name)
    {
        var words = string.Concat(name.Split('.', '-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return char.ToLowerInvariant(words[0]) + words[1..];
    }
}
