using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using PartyCloud.Gateway.Edge;

namespace PartyCloud.Gateway.Console;

/// <summary>
/// Serves the console's pages from the folder that its build has left (setting <c>Console:Root</c>). Every address that is not the
/// interface's is a page of the console, which finds out itself what to show; without the folder there are no pages.
/// </summary>
internal sealed class ConsoleFiles
{
    // As the build writes it into the page where the one-time value of its policy belongs.
    private const string NoncePlaceholder = "__CSP_NONCE__";
    private const string Page = "index.html";

    // What the gateway answers itself.
    private static readonly PathString[] NotPages = ["/api", "/docs", "/openapi", "/health", "/alive", "/metrics"];
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();
    private static readonly (string Encoding, string Extension)[] Packed = [("br", ".br"), ("gzip", ".gz")];

    private readonly string? root;

    public ConsoleFiles(IConfiguration configuration, IWebHostEnvironment environment)
    {
        // Beside the published gateway, or where the build leaves it in the source tree.
        string[] places = configuration["Console:Root"] is { Length: > 0 } set ? [set] : ["console", "../Console/dist"];
        root = places.Select(place => Path.TrimEndingDirectorySeparator(Path.GetFullPath(place, environment.ContentRootPath))).FirstOrDefault(place => File.Exists(Path.Combine(place, Page)));
    }

    public bool AreThere => root is not null;

    public async Task<bool> TryServeAsync(HttpContext context)
    {
        var (request, path) = (context.Request, context.Request.Path);
        if (root is null || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || Array.Exists(NotPages, own => path.StartsWithSegments(own)))
        {
            return false;
        }

        if (path.Value is { Length: > 1 } asked && FileOf(asked) is { } file)
        {
            await SendFileAsync(context, file, forEver: path.StartsWithSegments("/assets"));
            return true;
        }

        // A file that is not there is not a page: an old page that asks for a part of a former build must see that it is gone.
        if (path.StartsWithSegments("/assets") || !(path == "/" || request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        await SendPageAsync(context, Path.Combine(root, Page));
        return true;
    }

    private string? FileOf(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || path.EndsWith('/') || path.AsSpan(1).SequenceEqual(Page))
        {
            return null;
        }

        var file = Path.GetFullPath(path[1..], root!);
        return file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && ContentTypes.TryGetContentType(file, out _) && File.Exists(file) ? file : null;
    }

    private static async Task SendFileAsync(HttpContext context, string file, bool forEver)
    {
        var headers = context.Response.Headers;
        ContentTypes.TryGetContentType(file, out var type);
        context.Response.ContentType = type is "text/javascript" or "text/css" or "image/svg+xml" ? type + "; charset=utf-8" : type;
        // The names of the parts carry a hash of their content.
        headers.CacheControl = forEver ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = "Accept-Encoding";
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        foreach (var (encoding, extension) in Packed)
        {
            if (accepted.Contains(encoding, StringComparison.OrdinalIgnoreCase) && File.Exists(file + extension))
            {
                headers.ContentEncoding = encoding;
                file += extension;
                break;
            }
        }

        context.Response.ContentLength = new FileInfo(file).Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.SendFileAsync(file, context.RequestAborted);
        }
    }

    private static async Task SendPageAsync(HttpContext context, string file)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        SecurityHeaders.IsConsolePage(context, nonce);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            var text = await File.ReadAllTextAsync(file, context.RequestAborted);
            await context.Response.WriteAsync(text.Replace(NoncePlaceholder, nonce, StringComparison.Ordinal), context.RequestAborted);
        }
    }
}

internal static class ConsoleSetup
{
    public static void UseConsole(this IApplicationBuilder app)
    {
        var files = app.ApplicationServices.GetRequiredService<ConsoleFiles>();
        if (files.AreThere)
        {
            app.Use(async (context, next) =>
            {
                if (!await files.TryServeAsync(context))
                {
                    await next(context);
                }
            });
        }
    }
}
