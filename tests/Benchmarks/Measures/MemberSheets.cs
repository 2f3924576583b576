using System.Globalization;
using System.Text;
using PartyCloud.Benchmarks.Running;
using PartyCloud.Members.Protection;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>Sheets of generated members, none of whom stands in another sheet. Their identity numbers begin with 99, which is no province: they are nobody's.</summary>
internal sealed class MemberSheets(BenchSystem system)
{
    private const string Header = "id_number,name,sex,birth_date,ethnicity,education,organization_code,status,applied_on,joined_on,formal_on,phone,occupation,monthly_income,income_kind,tags,external_code";

    private int next = -1;

    /// <summary>With what the external codes of the last sheet begin.</summary>
    public string LastPrefix { get; private set; } = "";

    public async Task<string> WriteAsync(int rows, CancellationToken cancel)
    {
        if (next < 0)
        {
            // A folder that was kept may hold the members of an earlier run.
            next = (int)await system.CountAsync(BenchSystem.Members, "select count(*) from members", cancel);
        }

        LastPrefix = $"SHEET{next}-";
        var file = Path.GetTempFileName();
        await using var writer = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await writer.WriteLineAsync(Header);
        for (var row = 0; row < rows; row++, next++)
        {
            var birth = new DateOnly(1950, 1, 1).AddDays(next % 18_000);
            var joined = birth.AddYears(25);
            var branch = SampleData.FirstBranch + (int)((long)row * (SampleData.OrganizationCount - SampleData.FirstBranch) / rows);
            await writer.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{IdNumber(next, birth)},样例党员{next},男,{birth:yyyy-MM-dd},汉族,大专,B{branch},正式党员,{joined.AddYears(-2):yyyy-MM-dd},{joined.AddYears(-1):yyyy-MM-dd},{joined:yyyy-MM-dd},139{next:00000000},农牧渔民,{1000 + (next % 50 * 100)},farming,{(next % 5 == 0 ? "wealthLeader" : "")},{LastPrefix}{row}"));
        }

        return file;
    }

    private static string IdNumber(int index, DateOnly birth)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"{990_000 + (index / 500)}{birth:yyyyMMdd}{(index % 500 * 2) + 1:000}");
        return digits + IdentityNumber.CheckCharacter(digits);
    }
}
