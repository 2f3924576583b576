using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.Gateway.Sharing;

/// <summary>The catalogue as a file: JSON as the API has it, or a sheet with a row for each item.</summary>
internal static class ExportCatalogue
{
    public const string Json = "application/json";

    private static readonly string[] Columns = ["code", "name", "class", "reason", "basis", "frequency", "owner", "item", "schema", "meaning", "personal"];

    /// <param name="format"><c>csv</c> or <c>json</c>.</param>
    public static async Task<PushStreamHttpResult> Handle(
        HttpContext http, GatewayDb db, TimeProvider clock, CancellationToken cancel, [RegularExpression("csv|json")] string format = "csv")
    {
        var resources = await DataResourceResponse.AllAsync(db, db.DataResources, cancel);
        var culture = Texts.CultureOf(http);
        var name = string.Create(CultureInfo.InvariantCulture, $"catalogue-{clock.Today():yyyyMMdd}.{format}");
        return format == "json"
            ? TypedResults.Stream(stream => JsonSerializer.SerializeAsync(stream, resources, Wire.Json, cancel), Json, name)
            : TypedResults.Stream(stream => WriteAsync(stream, resources, culture, cancel), Exports.Csv, name);
    }

    private static async Task WriteAsync(Stream stream, List<DataResourceResponse> resources, CultureInfo culture, CancellationToken cancel)
    {
        var english = culture.Name == "en";
        await using var sheet = SheetWriter.Csv(stream, [.. Columns.Select(column => Texts.Of($"catalogue.column.{column}", culture))]);
        foreach (var resource in resources)
        {
            foreach (var item in resource.Items)
            {
                await sheet.WriteRowAsync(
                [
                    resource.Code, english ? resource.NameEn : resource.Name, Word("class", resource.Class), resource.Reason, resource.LegalBasis, Word("frequency", resource.Frequency),
                    resource.OwnerName ?? Texts.Of("catalogue.department", culture), item.Name, item.Schema, english ? item.MeaningEn : item.Meaning,
                    Texts.Of(item.Personal ? "export.yes" : "export.no", culture),
                ], cancel);
            }
        }

        string Word<T>(string table, T value)
            where T : struct, Enum => Texts.Of($"catalogue.{table}.{JsonNamingPolicy.CamelCase.ConvertName(value.ToString())}", culture);
    }
}
