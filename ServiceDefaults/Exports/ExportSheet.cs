using System.Globalization;
using System.Text.Json;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.ServiceDefaults.Exports;

/// <summary>
/// The columns of a list that is taken out as a sheet, a line each. Titles are the texts <c>export.{column}</c>, and what the database
/// knows by a code is written by the text <c>choice.{table}.{code}</c>, as people know it.
/// </summary>
/// <param name="name">Of the list, e.g. <c>members</c>: in the file's name and in the audit log.</param>
public sealed class ExportSheet<T>(string name)
{
    private readonly List<(string Column, Action<SheetWriter, T, CultureInfo> Write)> columns = [];

    public string Name { get; } = name;

    /// <summary>The codes of the titles.</summary>
    public IEnumerable<string> Titles => columns.Select(column => $"export.{column.Column}");

    public ExportSheet<T> Text(string column, Func<T, string?> value) => Add(column, (sheet, row, _) => sheet.Text(value(row)));

    public ExportSheet<T> Number(string column, Func<T, decimal?> value) => Add(column, (sheet, row, _) => sheet.Number(value(row)));

    public ExportSheet<T> Date(string column, Func<T, DateOnly?> value) => Add(column, (sheet, row, _) => sheet.Date(value(row)));

    public ExportSheet<T> YesNo(string column, Func<T, bool> value) =>
        Add(column, (sheet, row, culture) => sheet.Text(Texts.Of(value(row) ? "export.yes" : "export.no", culture)));

    /// <summary>A code that may be one of the installation's own: without a text it stands as it is.</summary>
    public ExportSheet<T> Code(string column, string table, Func<T, string?> value) =>
        Add(column, (sheet, row, culture) => sheet.Text(value(row) is { } code ? Chosen(table, code, culture) : ""));

    public ExportSheet<T> Choice<TChoice>(string column, Func<T, TChoice> value)
        where TChoice : struct, Enum =>
        Add(column, (sheet, row, culture) => sheet.Text(Of(value(row), culture)));

    public ExportSheet<T> Choice<TChoice>(string column, Func<T, TChoice?> value)
        where TChoice : struct, Enum =>
        Add(column, (sheet, row, culture) => sheet.Text(value(row) is { } choice ? Of(choice, culture) : ""));

    private static string Of<TChoice>(TChoice value, CultureInfo culture)
        where TChoice : struct, Enum =>
        Chosen(JsonNamingPolicy.CamelCase.ConvertName(typeof(TChoice).Name), JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), culture);

    internal string[] Header(CultureInfo culture) => [.. Titles.Select(title => Texts.Of(title, culture))];

    internal void Write(SheetWriter sheet, T row, CultureInfo culture)
    {
        foreach (var (_, write) in columns)
        {
            write(sheet, row, culture);
        }
    }

    private static string Chosen(string table, string code, CultureInfo culture)
    {
        var key = $"choice.{table}.{code}";
        var text = Texts.Of(key, culture);
        return text == key ? code : text;
    }

    private ExportSheet<T> Add(string column, Action<SheetWriter, T, CultureInfo> write)
    {
        columns.Add((column, write));
        return this;
    }
}
