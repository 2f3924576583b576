using System.Globalization;
using System.Text;

namespace PartyCloud.Benchmarks.Running;

/// <summary>The results as people read them, on a screen or in a README.</summary>
internal static class ResultTable
{
    private static readonly string[] Header = ["measure", "ours", "limit", "unit", "ratio", "bar", "", "note"];

    public static string Text(IReadOnlyList<Result> results)
    {
        string[][] rows = [Header, .. results.Select(Cells)];
        var widths = Enumerable.Range(0, Header.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return text.ToString();
    }

    public static string Markdown(IReadOnlyList<Result> results)
    {
        var text = new StringBuilder();
        Row(text, ["Measure", "Ours", "Limit", "Unit", "Ratio", "Bar", "", "Note"]);
        Row(text, ["---", "--:", "--:", "---", "--:", "--:", "---", "---"]);
        foreach (var result in results)
        {
            Row(text, Cells(result));
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");

    private static string[] Cells(Result result) =>
    [
        result.What, Figures(result.Ours), result.Limit is { } limit ? Figures(limit) : "", result.Unit, result.Ratio?.Text("0.00") ?? "", result.Bar?.ToString() ?? "",
        result.Passes switch { true => "pass", false => "MISSED", null => "" }, result.Note,
    ];

    private static string Figures(Series series) => series.Text(series.Max switch { >= 1000 => "#,0", >= 10 => "0.0", _ => "0.000" });

    internal static string Number(double value) => value.ToString(value >= 100 ? "#,0" : "0.0", CultureInfo.InvariantCulture);
}
