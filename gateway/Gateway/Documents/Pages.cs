using PartyCloud.Gateway.Console;

namespace PartyCloud.Gateway.Documents;

/// <summary>The front page of a gateway whose console was not built, the document of the interface, and the page to try it.</summary>
internal static class Pages
{
    private const string Front = """
        <!doctype html>
        <html lang="zh-CN">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>PartyCloud 党建云</title>
          <style>body { font: 16px/1.7 system-ui, sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem }</style>
        </head>
        <body>
          <h1>PartyCloud 党建云</h1>
          <p>管理台页面尚未构建（本机缺少 Node.js 20 或以上版本）。接口照常可用，见下。</p>
          <p lang="en">The console was not built (it needs Node.js 20 or newer). The interface is there all the same.</p>
          <ul>
            <li><a href="/docs/">接口试用 · Try the interface</a></li>
            <li><a href="/openapi/v1.json">接口文档 · OpenAPI document</a></li>
            <li><a href="/health">运行状态 · Health</a></li>
          </ul>
        </body>
        </html>
        """;

    public static void AddPages(this IServiceCollection services)
    {
        services.AddHttpClient(nameof(MergedDocument)).ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(20));
        services.AddSingleton<MergedDocument>();
        SignatureDocument.AddTo(services);
        services.AddSingleton<ConsoleFiles>();
    }

    /// <summary>The page's files are embedded, so it works without a way to the internet.</summary>
    public static void UseDocs(this IApplicationBuilder app) => app.UseSwaggerUI(page =>
    {
        page.RoutePrefix = "docs";
        page.DocumentTitle = "PartyCloud";
        page.SwaggerEndpoint(MergedDocument.Route, "PartyCloud v1");
    });

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => TypedResults.Content(Front, "text/html; charset=utf-8")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(MergedDocument.Route, async (MergedDocument document, CancellationToken cancel) =>
            TypedResults.Bytes(await document.GetAsync(cancel), "application/json")).AllowAnonymous().ExcludeFromDescription();
    }
}
