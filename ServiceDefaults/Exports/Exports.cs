using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Sheets;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Exports;

/// <summary>
/// Takes a list out as a sheet, CSV or XLSX: with the list's own filters and under the same scope, each row written as the database
/// gives it, so that three million rows take no more memory than one. Who took what out, and what for, stands in the audit log before
/// the first row leaves.
/// </summary>
public static class Exports
{
    /// <summary>For the parameter <c>format</c>.</summary>
    public const string Formats = "csv|xlsx";

    public const string Csv = "text/csv";
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The route of a list's sheet.</summary>
    public static void MapExport(this IEndpointRouteBuilder group, string path, Delegate handler, string name, string summary, string permission) =>
        group.MapGet(path, handler).Produces(StatusCodes.Status200OK, contentType: Csv, additionalContentTypes: Xlsx)
            .WithName(name).WithSummary(summary).RequirePermission(permission);

    /// <param name="rows">In the order in which they are to stand; read only when the answer is written.</param>
    /// <param name="purpose">Why, in the caller's words.</param>
    public static async Task<PushStreamHttpResult> ExportAsync<T>(
        this ServiceDb db, HttpContext http, ExportSheet<T> sheet, IQueryable<T> rows, string format, string? purpose, CancellationToken cancel)
    {
        db.Audit($"{sheet.Name}.export", sheet.Name, fields: Filters(http.Request.Query), purpose: purpose?.Trim());
        await db.SaveChangesAsync(cancel);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        var culture = Texts.CultureOf(http);
        var name = string.Create(CultureInfo.InvariantCulture, $"{sheet.Name}-{db.Context.Clock.Today():yyyyMMdd}.{format}");
        return TypedResults.Stream(WriteAsync, format == "csv" ? Csv : Xlsx, name);

        async Task WriteAsync(Stream stream)
        {
            var header = sheet.Header(culture);
            await using var writer = format == "csv" ? SheetWriter.Csv(stream, header) : SheetWriter.Xlsx(stream, Texts.Of($"export.{sheet.Name}", culture), header);
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
            {
                sheet.Write(writer, row, culture);
                await writer.EndRowAsync(cancel);
            }
        }
    }

    /// <summary>By what the list was narrowed, as it was asked for.</summary>
    private static string Filters(IQueryCollection query)
    {
        var text = string.Join(' ', query.Where(parameter => parameter.Key != "purpose").Select(parameter => $"{parameter.Key}={parameter.Value}"))
            .Replace("\0", "", StringComparison.Ordinal);
        return text.Length > 1000 ? text[..1000] : text;
    }
}
