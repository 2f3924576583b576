using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Tree;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.Organizations.Imports;

/// <summary>The columns of the sheet, and what makes a row of it readable. What the tree says to it comes later.</summary>
internal sealed class OrganizationSheet(IReadOnlyDictionary<string, string> domainTypes)
{
    public static readonly SheetColumn[] Columns =
    [
        new("code", "组织编码", "编码", "代码") { Required = true },
        new("name", "组织名称", "名称", "党组织名称") { Required = true },
        new("kind", "组织类别", "类别") { Required = true },
        new("domain_type", "党建类型", "类型") { Required = true },
        new("parent_code", "上级组织编码", "上级编码"),
        new("region_code", "行政区划代码", "区划代码") { Digits = true },
        new("unit_name", "单位名称", "所在单位"),
        new("unit_class", "单位类别", "单位性质"),
        new("established_on", "成立日期", "设立日期"),
        new("external_code", "外部编码", "全国系统编码"),
        new("credit_code", "统一社会信用代码", "社会信用代码", "信用代码"),
    ];

    private static readonly Dictionary<string, OrganizationKind> Kinds = Enum.GetValues<OrganizationKind>()
        .Select(kind => (kind.ToString(), kind))
        .Concat([
            ("党工委", OrganizationKind.WorkingCommittee), ("工委", OrganizationKind.WorkingCommittee), ("机关工委", OrganizationKind.WorkingCommittee),
            ("党委", OrganizationKind.Committee), ("基层党委", OrganizationKind.Committee), ("党总支", OrganizationKind.GeneralBranch), ("总支", OrganizationKind.GeneralBranch),
            ("党支部", OrganizationKind.Branch), ("支部", OrganizationKind.Branch), ("联合党支部", OrganizationKind.JointBranch), ("联合支部", OrganizationKind.JointBranch),
            ("临时党支部", OrganizationKind.TemporaryBranch), ("党小组", OrganizationKind.Group),
        ])
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.OrdinalIgnoreCase);

    /// <returns>The row, or null when an error was added for it.</returns>
    public ImportRow? Read(SheetReader sheet, List<RowError> errors)
    {
        var before = errors.Count;
        foreach (var problem in sheet.Problems)
        {
            Refuse(problem.Column, problem.Code, [.. problem.Arguments.Select(argument => argument.ToString() ?? "")]);
        }

        var code = Text(0, 60, required: true);
        var name = Text(1, 200, required: true);
        var kindText = Text(2, 40, required: true);
        var kind = OrganizationKind.Branch;
        if (kindText is not null && !Kinds.TryGetValue(kindText, out kind))
        {
            Refuse("kind", "field.unknown", kindText);
        }

        var domainText = Text(3, 40, required: true);
        var domainType = "";
        if (domainText is not null && !domainTypes.TryGetValue(domainText, out domainType))
        {
            Refuse("domain_type", "field.unknown", domainText);
        }

        var parentCode = Text(4, 60);
        var regionCode = Text(5, 12);
        if (regionCode is not null && (regionCode.Length < 2 || regionCode.AsSpan().ContainsAnyExceptInRange('0', '9')))
        {
            Refuse("region_code", "field.malformed");
        }

        var unitName = Text(6, 200);
        var unitClass = Text(7, 60);
        DateOnly? establishedOn = null;
        if (!sheet.Span(8).IsEmpty)
        {
            if (SheetDate.TryParse(sheet.Span(8), out var date))
            {
                establishedOn = date;
            }
            else
            {
                Refuse("established_on", "field.malformed");
            }
        }

        var externalCode = Text(9, 100);
        string? creditCode = null;
        if (!sheet.Span(10).IsEmpty && CreditCode.Check(sheet.Span(10), out creditCode) is { } wrong)
        {
            Refuse("credit_code", wrong);
        }

        return errors.Count > before
            ? null
            : new(sheet.Row, code!, name!, kind, domainType!, parentCode, regionCode, unitName, unitClass, establishedOn, externalCode, creditCode);

        string? Text(int column, int max, bool required = false)
        {
            var text = sheet.Text(column);
            if (text is null ? required : text.Length > max || text.Contains('\0', StringComparison.Ordinal))
            {
                if (text is null)
                {
                    Refuse(Columns[column].Name, "field.required");
                }
                else
                {
                    Refuse(Columns[column].Name, "field.length", "1", max.ToString(System.Globalization.CultureInfo.InvariantCulture));
                }
            }

            return text;
        }

        // One error a row is what a clerk corrects at a time; all of them are named all the same.
        void Refuse(string column, string problem, params string[] arguments) =>
            errors.Add(new(sheet.Row, column, problem, [.. Columns.Select((_, index) => sheet.Text(index) ?? "")], arguments));
    }
}

internal sealed record ImportRow(
    int Row, string Code, string Name, OrganizationKind Kind, string DomainType, string? ParentCode, string? RegionCode, string? UnitName, string? UnitClass,
    DateOnly? EstablishedOn, string? ExternalCode, string? CreditCode);
