using System.Net;
using System.Net.Http.Json;
using System.Text;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Registry;

public sealed class AdmitMemberTests(MembersApp app) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task An_admitted_member_is_masked_and_told_once()
    {
        var number = MembersApp.NextIdNumber();

        var member = await app.HasMember(app.East1, number);

        Assert.Equal(number[..6] + "********" + number[14..], member.IdNumber);
        Assert.Equal("138****1234", member.Phone);
        Assert.Equal(app.East1.LevelCode, member.LevelCode);
        Assert.Equal([new MemberState(member.Id, 1, app.East1.Id, MemberStatus.Formal, false)], await app.StatesOf(member.Id));
    }

    [Fact]
    public async Task Birth_date_and_sex_follow_from_the_identity_number()
    {
        var member = await (await Admit(app.Eastern, app.East1.Id, "11010519491231002x")).Read<MemberResponse>(HttpStatusCode.Created);

        Assert.Equal((new DateOnly(1949, 12, 31), Sex.Female), (member.BirthDate, member.Sex));
    }

    [Fact]
    public async Task What_contradicts_the_identity_number_is_named_field_by_field()
    {
        var number = MembersApp.NextIdNumber();
        var request = new AdmitMemberRequest(app.East1.Id, number, "样本", number[16] % 2 == 1 ? Sex.Female : Sex.Male, new DateOnly(2001, 1, 1), Phone: "none");

        var problem = await (await app.Eastern.PostAsJsonAsync("/api/v1/members", request, Wire.Json)).Refusal(HttpStatusCode.BadRequest);

        Assert.Equal(
            [("sex", "member.sex-differs"), ("birthDate", "member.birth-date-differs"), ("phone", "field.malformed")],
            problem.Errors!.Select(error => (error.Field, error.Code)));
    }

    [Theory]
    [InlineData("110105194912310021", "identity.check-digit")]
    [InlineData("1101051949", "identity.malformed")]
    public async Task A_wrong_identity_number_is_a_field_error(string number, string code)
    {
        var problem = await (await Admit(app.Eastern, app.East1.Id, number)).Refusal(HttpStatusCode.BadRequest);

        var error = Assert.Single(problem.Errors!);
        Assert.Equal(("idNumber", code), (error.Field, error.Code));
        Assert.NotEqual(code, error.Text);
    }

    [Fact]
    public async Task One_neutral_answer_says_that_a_number_is_known_wherever_its_holder_is()
    {
        var (here, elsewhere, closed) = (MembersApp.NextIdNumber(), MembersApp.NextIdNumber(), MembersApp.NextIdNumber());
        await app.HasMember(app.East1, here);
        await app.HasMember(app.West1, elsewhere);
        var left = await app.HasMember(app.West1, closed);
        await app.Western.PostAsJsonAsync($"/api/v1/members/{left.Id}/close", new CloseMemberRequest(MemberStatus.Left, "sample"), Wire.Json);

        var answers = new List<string>();
        foreach (var number in (string[])[here, elsewhere, closed])
        {
            var problem = await (await Admit(app.Eastern, app.East2.Id, number)).Refusal(HttpStatusCode.Conflict);
            answers.Add($"{problem.Code} {problem.Title} {problem.Detail}");
        }

        Assert.StartsWith("member.cannot-be-added-here", answers[0], StringComparison.Ordinal);
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Nobody_is_entered_in_an_organization_out_of_scope_or_without_permission()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await Admit(app.Eastern, app.West1.Id, MembersApp.NextIdNumber())).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Admit(app.As(app.East.LevelCode, "members.read"), app.East1.Id, MembersApp.NextIdNumber())).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Admit(app.Anonymous(), app.East1.Id, MembersApp.NextIdNumber())).StatusCode);
    }

    [Fact]
    public async Task No_table_holds_a_plain_identity_number_or_telephone()
    {
        var good = MembersApp.NextIdNumber();
        await app.HasMember(app.East1, good);
        var bad = MembersApp.NextIdNumber();
        var job = await MembersApp.Imported(app.Eastern, $"id_number,name,organization_code,phone\n{bad},样本,nowhere,13911112222\n");
        Assert.Equal(1, job.ErrorCount);
        // A sheet that waits in the queue is sealed as well.
        await app.ExecuteAsync("update jobs set state = 'cancelled'");
        await app.ExecuteAsync("create table if not exists keep as select * from job_parts with no data");
        await app.ExecuteAsync("create or replace function keep() returns trigger language plpgsql security definer as $$ begin insert into keep select old.*; return old; end $$");
        await app.ExecuteAsync("create or replace trigger keep before delete on job_parts for each row execute function keep()");
        var waiting = MembersApp.NextIdNumber();
        await MembersApp.Imported(app.Eastern, $"id_number,name,organization_code,phone\n{waiting},样本,east1,13911112222\n");
        Assert.NotEmpty(await app.RowsAsync("select 1 from keep", reader => reader.GetInt32(0)));

        var tables = await app.RowsAsync("select quote_ident(table_schema) || '.' || quote_ident(table_name) from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')", reader => reader.GetString(0));
        Assert.Contains("public.members", tables);
        foreach (var secret in (string[])[good, bad, waiting, "13800001234", "13911112222"])
        {
            var hex = Convert.ToHexStringLower(Encoding.ASCII.GetBytes(secret));
            foreach (var table in tables)
            {
                Assert.Empty(await app.RowsAsync($"select 1 from {table} t where t::text like $1 or t::text like $2", reader => reader.GetInt32(0), $"%{secret}%", $"%{hex}%"));
            }
        }
    }

    private static Task<HttpResponseMessage> Admit(HttpClient client, Guid organization, string number) =>
        client.PostAsJsonAsync("/api/v1/members", new AdmitMemberRequest(organization, number, "样本"), Wire.Json);
}
