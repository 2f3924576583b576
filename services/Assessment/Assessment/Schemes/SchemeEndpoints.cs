using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Assessment.Schemes;

/// <summary>Every route of the schemes, its name and its permission.</summary>
internal static class SchemeEndpoints
{
    internal static void MapSchemes(this IEndpointRouteBuilder app)
    {
        var schemes = app.MapApi("assessment/schemes", "Schemes");

        schemes.MapPost("", CreateScheme.Handle)
            .WithName(nameof(CreateScheme)).WithSummary("起草考评细则 · Drafts a scheme").RequirePermission("assessment.schemes");
        schemes.MapGet("", ListSchemes.Handle)
            .WithName(nameof(ListSchemes)).WithSummary("考评细则列表 · Lists schemes, the latest year first").RequirePermission("assessment.read");
        schemes.MapGet("/templates", ListTemplates.Handle)
            .WithName(nameof(ListTemplates)).WithSummary("考评细则模板 · Schemes to start from").RequirePermission("assessment.read");
        schemes.MapGet("/{id:guid}", GetScheme.Handle)
            .WithName(nameof(GetScheme)).WithSummary("考评细则详情 · One scheme").RequirePermission("assessment.read");
        schemes.MapPut("/{id:guid}", ChangeScheme.Handle)
            .WithName(nameof(ChangeScheme)).WithSummary("修改草案 · Changes a draft as a whole").RequirePermission("assessment.schemes");
        schemes.MapPost("/{id:guid}/publish", PublishScheme.Handle)
            .WithName(nameof(PublishScheme)).WithSummary("公布并锁定 · Publishes a scheme, which locks it").RequirePermission("assessment.schemes");
        schemes.MapPost("/{id:guid}/copy", CopyScheme.Handle)
            .WithName(nameof(CopyScheme)).WithSummary("沿用到下一年 · Copies a scheme into a later year").RequirePermission("assessment.schemes");
    }
}
