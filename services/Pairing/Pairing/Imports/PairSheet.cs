using System.Globalization;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Programmes;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.Pairing.Imports;

/// <summary>The columns of a sheet of pairs, and what makes a row of it readable. What the tree and the programme say to it comes later.</summary>
/// <remarks>Persons are named by the code their organization knows them by. There is no column for identity numbers, on purpose.</remarks>
internal sealed class PairSheet(Programme programme, DateOnly today)
{
    public static readonly SheetColumn[] Columns =
    [
        new("helper_code", "帮扶单位编码", "帮扶方组织编码", "帮扶人所在组织编码") { Required = true },
        new("need_code", "帮扶对象组织编码", "结对村编码", "对象所在组织编码") { Required = true },
        new("helper_person_code", "帮扶人编号", "指导员编号"),
        new("helper_person_name", "帮扶人姓名", "指导员姓名"),
        new("need_person_code", "帮扶对象编号"),
        new("need_person_name", "帮扶对象姓名"),
        new("helper_class", "帮扶单位类别", "帮扶人类别"),
        new("need_class", "帮扶对象类别"),
        new("started_on", "结对日期", "开始日期"),
    ];

    private static readonly Dictionary<string, string> ChineseClasses = new(StringComparer.Ordinal)
    {
        ["政法"] = "legalAffairs",
        ["综治"] = "legalAffairs",
        ["经济"] = "economic",
        ["党政"] = "partyAffairs",
        ["党群"] = "partyAffairs",
        ["涉农"] = "agricultural",
        ["富裕党员"] = "wealthyMember",
        ["乱"] = "disorderly",
        ["穷"] = "poor",
        ["软"] = "weak",
        ["弱"] = "weak",
        ["专业"] = "specialized",
        ["贫困党员"] = "poorMember",
    };

    /// <returns>The row, or null when an error was added for it.</returns>
    public PairRow? Read(SheetReader sheet, List<RowError> errors)
    {
        var before = errors.Count;
        foreach (var problem in sheet.Problems)
        {
            Refuse(problem.Column, problem.Code, [.. problem.Arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "")]);
        }

        var helperCode = Text(0, 60, asked: true);
        var needCode = Text(1, 60, asked: true);
        var helperPersonCode = Text(2, 64, programme.HelpersArePersons);
        var helperPersonName = Text(3, 100, programme.HelpersArePersons);
        var needPersonCode = Text(4, 64, programme.NeedsArePersons);
        var needPersonName = Text(5, 100, programme.NeedsArePersons);
        var helperClass = Class(6, programme.RuleSet.Rules[0].HelperClass);
        var needClass = Class(7, programme.RuleSet.Rules[0].NeedClass);
        var startedOn = today;
        if (!sheet.Span(8).IsEmpty && !SheetDate.TryParse(sheet.Span(8), out startedOn))
        {
            Refuse("started_on", "field.malformed");
        }
        else if (startedOn > today)
        {
            Refuse("started_on", "pair.starts-in-future");
        }

        return errors.Count > before
            ? null
            : new(sheet.Row, helperCode!, needCode!, helperPersonCode ?? Person.None, helperPersonName, needPersonCode ?? Person.None, needPersonName, helperClass, needClass, startedOn);

        // Persons are asked for where the programme has them, and stand in the way where it has none.
        string? Text(int column, int max, bool asked)
        {
            var text = sheet.Text(column);
            if (text is null && asked)
            {
                Refuse(Columns[column].Name, "field.required");
            }
            else if (text is not null && !asked)
            {
                Refuse(Columns[column].Name, "person.not-expected");
            }
            else if (text?.Length > max || text?.Contains('\0', StringComparison.Ordinal) is true)
            {
                Refuse(Columns[column].Name, "field.length", "1", max.ToString(CultureInfo.InvariantCulture));
            }

            return text;
        }

        string Class(int column, string otherwise)
        {
            var text = sheet.Text(column);
            if (text is null)
            {
                return otherwise;
            }

            var code = ChineseClasses.GetValueOrDefault(text, text);
            if (!ClassCode.IsValid(code))
            {
                Refuse(Columns[column].Name, "field.unknown", text);
            }

            return code;
        }

        void Refuse(string column, string problem, params string[] arguments) => errors.Add(new(sheet.Row, column, problem, Cells(sheet), arguments));
    }

    public static string[] Cells(SheetReader sheet) => [.. Columns.Select((_, index) => sheet.Text(index) ?? "")];
}

internal sealed record PairRow(
    int Row,
    string HelperCode,
    string NeedCode,
    string HelperPersonCode,
    string? HelperPersonName,
    string NeedPersonCode,
    string? NeedPersonName,
    string HelperClass,
    string NeedClass,
    DateOnly StartedOn)
{
    /// <summary>As it was sent, for the sheet of rows to correct.</summary>
    public string[] Cells =>
    [
        HelperCode, NeedCode, HelperPersonCode, HelperPersonName ?? "", NeedPersonCode, NeedPersonName ?? "", HelperClass, NeedClass,
        StartedOn.ToString("O", CultureInfo.InvariantCulture),
    ];
}
