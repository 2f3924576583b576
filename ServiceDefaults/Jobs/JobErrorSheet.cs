using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Sheets;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Jobs;

/// <summary>
/// The refused rows as a sheet: the columns as the import knows them, and the reasons in one more, which the next import overlooks.
/// Written as it is read, so a million rows take no more memory than one.
/// </summary>
internal static class JobErrorSheet
{
    public const string Csv = "text/csv";
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <param name="format">csv or xlsx.</param>
    public static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        Guid id, HttpContext http, ServiceDb db, IServiceProvider services, CancellationToken cancel, [RegularExpression("csv|xlsx")] string format = "csv")
    {
        var kind = JobEndpoints.KindOf(http);
        var columns = http.GetEndpoint()!.Metadata.GetRequiredMetadata<JobEndpoints.JobColumnsMetadata>().Columns;
        if (!await db.Jobs.AnyAsync(job => job.Id == id && job.Kind == kind, cancel))
        {
            return TypedResults.NotFound();
        }

        db.Audit($"{kind}.errors", "job", id);
        await db.SaveChangesAsync(cancel);
        var culture = Texts.CultureOf(http);
        var seal = (IJobSeal?)services.GetService(typeof(IJobSeal));
        var header = (string[])[.. columns.Select(column => column.Title), Texts.Of("sheet.reason", culture)];
        return TypedResults.Stream(WriteAsync, format == "csv" ? Csv : Xlsx, $"errors-{id:N}.{format}");

        async Task WriteAsync(Stream stream)
        {
            await using var sheet = format == "csv" ? SheetWriter.Csv(stream, header) : SheetWriter.Xlsx(stream, "errors", header);
            var errors = db.JobErrors.AsNoTracking().Where(error => error.JobId == id).OrderBy(error => error.Ordinal).AsAsyncEnumerable();
            JobError? row = null;
            var reasons = new List<string>();
            await foreach (var error in errors.WithCancellation(cancel))
            {
                // A row with several faults is one row.
                if (row is not null && error.Row != row.Row)
                {
                    await EndAsync(row);
                }

                row = error;
                reasons.Add(Reason(error));
            }

            if (row is not null)
            {
                await EndAsync(row);
            }

            async Task EndAsync(JobError refused)
            {
                var cells = seal.OpenCells(refused.Cells);
                for (var column = 0; column < columns.Count; column++)
                {
                    sheet.Text(column < cells.Length ? cells[column] : "");
                }

                sheet.Text(string.Join("; ", reasons));
                reasons.Clear();
                await sheet.EndRowAsync(cancel);
            }
        }

        string Reason(JobError error)
        {
            var title = columns.FirstOrDefault(column => column.Name == error.Column)?.Title ?? error.Column;
            var text = Texts.Of(error.Code, culture, error.Arguments);
            return string.Create(CultureInfo.InvariantCulture, $"{error.Row} {title}: {text}");
        }
    }
}
