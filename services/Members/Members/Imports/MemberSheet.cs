using System.Globalization;
using System.Text.Json;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Protection;
using PartyCloud.Members.Registry;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.Members.Imports;

/// <summary>The columns of the sheet, and what makes a row of it readable. What the registry says to it comes later.</summary>
internal sealed class MemberSheet(SheetReader sheet, PersonalData personal, DateOnly today)
{
    public static readonly SheetColumn[] Columns =
    [
        new("id_number", "身份证号", "公民身份号码", "身份证号码") { Required = true, Digits = true },
        new("name", "姓名") { Required = true },
        new("sex", "性别"),
        new("birth_date", "出生日期", "出生年月日"),
        new("ethnicity", "民族"),
        new("education", "学历", "文化程度"),
        new("organization_code", "所在党组织编码", "党组织编码", "组织编码") { Required = true },
        new("status", "党籍状态", "人员类别", "党员类别"),
        new("applied_on", "申请入党日期", "申请日期"),
        new("joined_on", "入党日期", "加入党组织日期"),
        new("formal_on", "转正日期", "转为正式党员日期"),
        new("phone", "手机号", "手机号码", "联系电话", "电话") { Digits = true },
        new("occupation", "职业", "工作岗位"),
        new("monthly_income", "月收入", "党费计算基数"),
        new("income_kind", "收入类别", "收入类型"),
        new("tags", "标签"),
        new("external_code", "外部编码", "全国系统编码"),
    ];

    private const int NameColumn = 1, OrganizationColumn = 6;

    private static readonly Dictionary<string, Sex> Sexes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["男"] = Sex.Male,
        ["male"] = Sex.Male,
        ["男性"] = Sex.Male,
        ["女"] = Sex.Female,
        ["female"] = Sex.Female,
        ["女性"] = Sex.Female,
    };

    private static readonly Dictionary<string, MemberStatus> Statuses = Enum.GetValues<MemberStatus>()
        .Select(status => (status.ToString(), status))
        .Concat([
            ("正式党员", MemberStatus.Formal), ("正式", MemberStatus.Formal), ("预备党员", MemberStatus.Probationary), ("预备", MemberStatus.Probationary),
            ("停止党籍", MemberStatus.Suspended), ("出党", MemberStatus.Left), ("已出党", MemberStatus.Left), ("死亡", MemberStatus.Deceased), ("去世", MemberStatus.Deceased),
            ("已转出", MemberStatus.TransferredOut),
        ])
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<MemberStatus, string> Stored =
        Enum.GetValues<MemberStatus>().ToDictionary(status => status, status => JsonNamingPolicy.CamelCase.ConvertName(status.ToString()));

    private static readonly char[] TagSeparators = [',', ';', '，', '；', '、', '|'];

    // Identity numbers seen so far, eight bytes each: a person stands in a sheet once.
    private readonly HashSet<long> seen = [];
    private readonly List<FieldError> faults = [];

    /// <summary>Notes who stands in a row that an earlier run has dealt with.</summary>
    public void Skip()
    {
        if (IdentityNumber.Check(sheet.Span(0), out var number) is null)
        {
            seen.Add(number.Digits);
        }
    }

    /// <summary>Adds the row, sealed and ready to be stored, to the rows, or what is wrong with it to the errors.</summary>
    public void Read(Guid id, StagedRows rows, List<RowError> errors)
    {
        faults.Clear();
        IdentityNumber? number = null;
        if (sheet.Span(0).IsEmpty)
        {
            if (sheet.Problems.All(problem => problem.Column != Columns[0].Name))
            {
                Refuse(0, "field.required");
            }
        }
        else if (IdentityNumber.Check(sheet.Span(0), out var parsed) is { } fault)
        {
            Refuse(0, fault);
        }
        else
        {
            number = parsed;
            if (!seen.Add(parsed.Digits))
            {
                Refuse(0, "import.repeated-person");
            }
        }

        var name = Text(NameColumn, 60, required: true);
        var sex = Choice(2, Sexes);
        var birthDate = Date(3);
        var ethnicity = Text(4, 40);
        var education = Text(5, 40);
        var organizationCode = Text(OrganizationColumn, 60, required: true);
        var status = Choice(7, Statuses);
        var appliedOn = Date(8);
        var joinedOn = Date(9);
        var formalOn = Date(10);
        string? phone = null;
        if (!sheet.Span(11).IsEmpty && (phone = PersonalData.NormalizePhone(sheet.Span(11))) is null)
        {
            Refuse(11, "field.malformed");
        }

        var occupation = Text(12, 60);
        decimal? income = null;
        if (!sheet.Span(13).IsEmpty)
        {
            if (decimal.TryParse(sheet.Span(13), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount) && amount <= 10_000_000m)
            {
                income = amount;
            }
            else
            {
                Refuse(13, "field.malformed");
            }
        }

        var incomeKind = Text(14, 40);
        var list = Text(15, 400);
        var tags = list.IsEmpty ? null : list.ToString().Split(TagSeparators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (tags is { Length: > 20 } || tags?.Any(tag => tag.Length > 40) == true)
        {
            Refuse(15, "field.too-many", "20");
        }

        var externalCode = Text(16, 100);
        MemberFacts.Check(number, sex, birthDate, appliedOn, joinedOn, formalOn, today, faults);
        if (faults.Count > 0 || sheet.Problems.Count > 0)
        {
            Report(errors);
            return;
        }

        var idNumber = personal.Seal(number!.Value);
        var sealedPhone = phone is null ? null : personal.SealPhone(idNumber.Hash, phone);
        var sealedIncome = income is { } sum ? personal.SealIncome(idNumber.Hash, sum) : null;
        // In the order of ImportSql.Copy.
        rows.Start(sheet.Row, ImportSql.CopiedColumns);
        rows.Write((long)sheet.Row);
        rows.Write(id);
        rows.Write(organizationCode);
        rows.Write(name);
        rows.Write(number.Value.Sex == Sex.Male ? "male" : "female");
        rows.Write(number.Value.BirthDate);
        rows.Write(ethnicity);
        rows.Write(education);
        rows.Write(status is { } known ? Stored[known] : default);
        rows.Write(appliedOn);
        rows.Write(joinedOn);
        rows.Write(formalOn);
        rows.Write(occupation);
        rows.Write(incomeKind);
        rows.Write(tags);
        rows.Write(externalCode);
        rows.Write(idNumber);
        rows.Write(sealedPhone);
        rows.Write(sealedIncome?.Hash);
        rows.Write(sealedIncome?.Box);
        for (var column = 0; column < Columns.Length; column++)
        {
            rows.Keep(sheet.Span(column));
        }
    }

    // All that is wrong with a row is named at once.
    private void Report(List<RowError> errors)
    {
        var cells = Cells();
        foreach (var problem in sheet.Problems)
        {
            errors.Add(new(sheet.Row, problem.Column, problem.Code, cells, [.. problem.Arguments.Select(argument => argument.ToString() ?? "")]));
        }

        foreach (var fault in faults)
        {
            errors.Add(new(sheet.Row, JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.Field), fault.Code, cells, [.. fault.Arguments.Select(argument => argument.ToString() ?? "")]));
        }
    }

    private string[] Cells()
    {
        var cells = new string[Columns.Length];
        for (var column = 0; column < cells.Length; column++)
        {
            cells[column] = sheet.Text(column) ?? "";
        }

        return cells;
    }

    private ReadOnlySpan<char> Text(int column, int max, bool required = false)
    {
        var text = sheet.Span(column);
        if (text.IsEmpty)
        {
            if (required)
            {
                Refuse(column, "field.required");
            }
        }
        else if (text.Length > max || text.Contains('\0'))
        {
            Refuse(column, "field.length", "1", max.ToString(CultureInfo.InvariantCulture));
        }

        return text;
    }

    private DateOnly? Date(int column)
    {
        if (sheet.Span(column).IsEmpty)
        {
            return null;
        }

        if (SheetDate.TryParse(sheet.Span(column), out var date))
        {
            return date;
        }

        Refuse(column, "field.malformed");
        return null;
    }

    private T? Choice<T>(int column, Dictionary<string, T> known)
        where T : struct
    {
        var span = sheet.Span(column);
        if (span.IsEmpty)
        {
            return null;
        }

        if (known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(span, out var value))
        {
            return value;
        }

        Refuse(column, "field.malformed");
        return null;
    }

    private void Refuse(int column, string code, params object[] arguments) =>
        faults.Add(new(JsonNamingPolicy.CamelCase.ConvertName(Columns[column].Name), code, arguments));
}
