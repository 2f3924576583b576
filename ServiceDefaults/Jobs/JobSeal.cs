using System.Text.Json;

namespace PartyCloud.ServiceDefaults.Jobs;

/// <summary>
/// Keeps what a sheet holds of people unreadable in the database: the uploaded file and the cells of refused rows. A service whose
/// sheets hold personal data registers one.
/// </summary>
public interface IJobSeal
{
    byte[] Seal(ReadOnlySpan<byte> content);

    byte[] Open(ReadOnlySpan<byte> box);
}

internal static class JobSealExtensions
{
    // A sealed row is one cell, which no row of a sheet is.
    public static string[]? SealCells(this IJobSeal? seal, string[]? cells) =>
        seal is null || cells is null ? cells : [Convert.ToBase64String(seal.Seal(JsonSerializer.SerializeToUtf8Bytes(cells)))];

    public static string[] OpenCells(this IJobSeal? seal, string[]? cells) =>
        seal is null || cells is null ? cells ?? [] : JsonSerializer.Deserialize<string[]>(seal.Open(Convert.FromBase64String(cells[0])))!;
}
