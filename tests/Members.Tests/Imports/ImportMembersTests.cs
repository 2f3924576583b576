using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Imports;
using PartyCloud.Members.Protection;
using PartyCloud.ServiceDefaults.Sheets;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Imports;

public sealed class ImportMembersTests(MembersApp app) : IClassFixture<MembersApp>
{
    private const string Header = "身份证号,姓名,组织编码,党籍状态,手机号,月收入,标签\n";

    [Fact]
    public async Task Of_3000_rows_with_3_bad_ones_2997_go_in_and_the_corrected_three_bring_it_to_3000()
    {
        var numbers = Numbers(3000);
        var good = Sheet(numbers, "east1");
        var rows = good.Split('\n');
        rows[10] = Row(numbers[9][..17] + (numbers[9][17] == '5' ? '6' : '5'), "east1");
        rows[1500] = Row(numbers[1499], "west1");
        rows[2999] = Row(numbers[2998], "east1").Replace("正式党员", "什么", StringComparison.Ordinal);

        var job = await MembersApp.Imported(app.Eastern, string.Join('\n', rows));

        Assert.Equal((JobState.Succeeded, 3000, 3000, 3), (job.State, job.Done, job.Total, job.ErrorCount));
        Assert.Equal(
            [(11, "id_number", "identity.check-digit"), (1501, "organization_code", "import.organization-unknown"), (3000, "status", "field.malformed")],
            job.Errors.Select(error => ((int)error.Row, error.Column!, error.Code)));
        Assert.All(job.Errors, error => Assert.NotEqual(error.Code, error.Text));
        Assert.Equal(2997, await CountAsync(numbers));

        var sheet = await Refused(job.Id, "csv");
        Assert.Equal([numbers[9][..6], numbers[1499], numbers[2998]], sheet.Select((row, index) => index == 0 ? row[0][..6] : row[0]));
        var corrected = Header + string.Join('\n', ((int[])[9, 1499, 2998]).Select(index => Row(numbers[index], "east1")));
        var second = await MembersApp.Imported(app.Eastern, corrected);

        Assert.Equal((3, 0), (second.Done, second.ErrorCount));
        Assert.Equal(3000, await CountAsync(numbers));
        Assert.Equal(3000, (await ToldAsync(numbers)).Count);

        // The same sheet once more changes nothing: no version, no event.
        var again = await MembersApp.Imported(app.Eastern, good);
        Assert.Equal((3000, 0), (again.Done, again.ErrorCount));
        Assert.Equal(3000, await CountAsync(numbers));
        var told = await ToldAsync(numbers);
        Assert.Equal((3000, 3000), (told.Count, told.DistinctBy(state => state.MemberId).Count()));
        Assert.All(told, state => Assert.Equal(new MemberState(state.MemberId, 1, app.East1.Id, MemberStatus.Formal, false), state));
        Assert.Equal([1], await app.RowsAsync("select distinct version from members where level_code = $1", reader => reader.GetInt32(0), app.East1.LevelCode));
    }

    [Fact]
    public async Task An_import_that_dies_in_the_middle_goes_on_behind_its_last_step()
    {
        var numbers = Numbers(12_000);
        // The database goes away when the fourth of five steps commits (500, 1,000, 2,000, 4,000). A run that began anew would come by there again.
        await app.ExecuteAsync("create sequence dies; grant usage on sequence dies to public");
        await app.ExecuteAsync("""
            create function dies() returns trigger language plpgsql as $$
            begin
              if new.done = 7500 and nextval('dies') = 1 then raise exception 'gone' using errcode = '57P03'; end if;
              return new;
            end $$
            """);
        await app.ExecuteAsync("create trigger dies before update of done on jobs for each row execute function dies()");

        var job = await MembersApp.Imported(app.Eastern, Sheet([.. numbers, numbers[0]], "east2"));

        Assert.Equal(1, (await app.RowsAsync("select nextval('dies')", reader => reader.GetInt64(0)))[0] - 1);
        Assert.Equal((JobState.Succeeded, 12_001, 1), (job.State, job.Done, job.ErrorCount));
        Assert.Equal((12_002, "import.repeated-person"), ((int)job.Errors[0].Row, job.Errors[0].Code));
        Assert.Equal(12_000, await CountAsync(numbers));
        Assert.Equal([12_000], await app.RowsAsync(
            $"select count(*)::int from {MembersApp.OutboxFacts} join members m on m.id = (fact ->> 'memberId')::uuid where m.level_code = $1 and m.name like '样本%' and m.tags <> '{{}}'",
            reader => reader.GetInt32(0), app.East2.LevelCode));
    }

    [Fact]
    public async Task Two_who_take_in_the_same_people_in_another_order_do_not_wait_for_each_other_forever()
    {
        var numbers = Numbers(3000);
        await using var connection = new NpgsqlConnection(app.Database.AdminConnectionString);
        await connection.OpenAsync();
        await using var other = await connection.BeginTransactionAsync();
        // The import's second step (500, 1,000, 1,500) waits for this one, and its third for its second.
        await TakeInAsync(numbers[600]);
        var queued = MembersApp.Upload(app.Eastern, Sheet(numbers, "east1"));
        await Eventually.Holds(
            async () => (await app.RowsAsync(
                "select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction' and usename like '%app' and state_change < clock_timestamp() - interval '1 s'", row => row.GetInt64(0)))[0] > 0,
            what: "the third step's wait for its turn");

        await TakeInAsync(numbers[2900]);
        await other.RollbackAsync();
        var job = await MembersApp.Finished(app.Eastern, queued);

        Assert.Equal((JobState.Succeeded, 3000, 0), (job.State, job.Done, job.ErrorCount));
        Assert.Equal(3000, await CountAsync(numbers));

        async Task TakeInAsync(string number)
        {
            await using var insert = new NpgsqlCommand("""
                insert into members (id, organization_id, level_code, name, sex, birth_date, status, id_number_masked, id_number_hash, id_number_sealed, version)
                values (gen_random_uuid(), $1, $2, '样本', 'male', '1980-01-01', 'formal', '', $3, '', 1)
                """, connection) { CommandTimeout = 25 };
            await insert.With(app.East1.Id, app.East1.LevelCode, Hash(number)).ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task A_person_stands_in_a_sheet_once_and_the_first_row_counts()
    {
        var number = MembersApp.NextIdNumber();

        var job = await MembersApp.Imported(app.Eastern, Header + Row(number, "east1") + "\n" + Row(number, "east2"));

        Assert.Equal((3, "id_number", "import.repeated-person"), ((int)job.Errors.Single().Row, job.Errors[0].Column, job.Errors[0].Code));
        Assert.Equal([app.East1.Id], await app.RowsAsync("select organization_id from members where id_number_hash = $1", reader => reader.GetGuid(0), Hash(number)));
    }

    [Fact]
    public async Task A_changed_row_changes_the_member_and_an_empty_cell_says_nothing()
    {
        var number = MembersApp.NextIdNumber();
        var member = await app.HasMember(app.East1, number, "样本");

        await MembersApp.Imported(app.Eastern, $"id_number,name,organization_code,phone,education,monthly_income\n{number},样本,east1,13911112222,,3500\n");

        var changed = await (await app.Eastern.GetAsync($"/api/v1/members/{member.Id}")).Read<MemberResponse>();
        Assert.Equal(("139****2222", 2), (changed.Phone, changed.Version));
        Assert.Equal([1, 2], (await app.StatesOf(member.Id)).Select(state => state.Version));
        var revealed = await (await app.Eastern.PostAsJsonAsync($"/api/v1/members/{member.Id}/reveal", new RevealMemberRequest("test"), Wire.Json)).Read<RevealedMember>();
        Assert.Equal((number, "13911112222", 3500m), (revealed.IdNumber, revealed.Phone, revealed.MonthlyIncome));
    }

    [Fact]
    public async Task A_member_of_another_organization_of_the_neighbour_or_of_a_closed_record_is_refused()
    {
        var (mine, theirs, gone) = (MembersApp.NextIdNumber(), MembersApp.NextIdNumber(), MembersApp.NextIdNumber());
        await app.HasMember(app.East1, mine);
        await app.HasMember(app.West1, theirs);
        var left = await app.HasMember(app.East2, gone);
        await app.Eastern.PostAsJsonAsync($"/api/v1/members/{left.Id}/close", new CloseMemberRequest(MemberStatus.Left, "sample"), Wire.Json);

        var job = await MembersApp.Imported(app.Eastern, Header + Row(mine, "east2") + "\n" + Row(theirs, "east2") + "\n" + Row(gone, "east2") + "\n");

        Assert.Equal(
            [(2, "organization_code", "import.belongs-elsewhere"), (3, "id_number", "member.cannot-be-added-here"), (4, "id_number", "member.cannot-be-added-here")],
            job.Errors.Select(error => ((int)error.Row, error.Column!, error.Code)));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task The_refused_rows_come_back_as_a_sheet_with_the_reasons_and_can_be_sent_again(string format)
    {
        var number = MembersApp.NextIdNumber();
        var job = await MembersApp.Imported(app.Eastern, $"id_number,name,organization_code,phone,sex\n{number},=样本,nowhere,13911112222,{(number[16] % 2 == 1 ? "男" : "女")}\n");

        var row = Assert.Single(await Refused(job.Id, format));

        Assert.Equal([number, "=样本", "nowhere", "13911112222"], [row[0], row[1], row[6], row[11]]);
        Assert.Contains("nowhere", row[^1], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.GetAsync($"/api/v1/members/imports/{job.Id}/errors")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.As(app.East.LevelCode, "members.read").GetAsync($"/api/v1/members/imports/{job.Id}/errors")).StatusCode);
    }

    [Fact]
    public async Task A_file_without_a_required_column_fails_as_a_whole_and_says_which()
    {
        var job = await MembersApp.Imported(app.Eastern, "姓名\n样本\n");

        Assert.Equal((JobState.Failed, "sheet.missing-columns"), (job.State, job.Failure?.Code));
    }

    private static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => MembersApp.NextIdNumber())];

    private static string Sheet(string[] numbers, string organization) => Header + string.Join('\n', numbers.Select(number => Row(number, organization)));

    private static string Row(string number, string organization) => $"{number},样本{number[^3..]},{organization},正式党员,1380000{number[^5..^1]},4200.5,生成样本";

    private byte[] Hash(string number)
    {
        Assert.Null(IdentityNumber.Check(number, out var parsed));
        return app.Services.GetRequiredService<PersonalData>().HashOf(parsed);
    }

    // By what the import stored, not by what it said.
    private async Task<int> CountAsync(string[] numbers)
    {
        var hashes = numbers.Select(Hash).ToArray();
        return (await app.RowsAsync("select count(*)::int from members where id_number_hash = any($1)", reader => reader.GetInt32(0), [hashes]))[0];
    }

    private async Task<List<MemberState>> ToldAsync(string[] numbers)
    {
        var ids = (await app.RowsAsync("select id from members where id_number_hash = any($1)", reader => reader.GetGuid(0), [numbers.Select(Hash).ToArray()])).ToHashSet();
        return [.. (await app.OutboxAsync<MemberState>()).Select(body => JsonSerializer.Deserialize<MemberState>(body, Wire.Json)!).Where(state => ids.Contains(state.MemberId))];
    }

    private async Task<List<string[]>> Refused(Guid job, string format)
    {
        var response = await app.Eastern.GetAsync($"/api/v1/members/imports/{job}/errors?format={format}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using var content = await response.Content.ReadAsStreamAsync();
        await using var reader = await SheetReader.OpenAsync(content, [.. MemberSheet.Columns, new("reason", "原因")]);
        var rows = new List<string[]>();
        await foreach (var (_, cells) in reader.ReadRowsAsync())
        {
            rows.Add([.. cells.Select(cell => cell ?? "")]);
        }

        return rows;
    }
}
