using Npgsql;
using PartyCloud.Testing;

namespace PartyCloud.SystemTests;

/// <summary>What the administrator of an installation asks first when something is wrong.</summary>
[Collection(SystemFixture.Name)]
public sealed class DoctorTests(SystemFixture fixture)
{
    [Fact]
    public async Task The_doctor_finds_nothing_wrong_with_a_sound_system_and_names_what_is_wrong_with_an_ill_one()
    {
        await fixture.Inspector.AllAgreeAsync();
        var (sound, said, _) = await ExamineAsync();
        Assert.True(sound == 0, said);

        await using var members = new NpgsqlConnection(fixture.System.AdminConnectionString("members"));
        await members.OpenAsync();
        await DoAsync("alter table transfers disable row level security");
        await fixture.System.KillAsync("pairing");
        try
        {
            var (ill, named, _) = await ExamineAsync();
            Assert.Equal(1, ill);
            Assert.Contains("tables of members without a scope policy: transfers", named, StringComparison.Ordinal);
            Assert.Contains("pairing 没有正常应答", named, StringComparison.Ordinal);
            Assert.DoesNotContain("assessment 没有正常应答", named, StringComparison.Ordinal);
        }
        finally
        {
            await DoAsync("alter table transfers enable row level security");
            await fixture.System.StartAsync("pairing");
        }

        async Task DoAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, members);
            await command.ExecuteNonQueryAsync();
        }
    }

    private Task<(int ExitCode, string Printed, string Complaints)> ExamineAsync() =>
        Command.TryAsync(Path.Combine(Repository.Folder(), "deploy", "doctor"), ["--data", fixture.Folder], fixture.Folder);
}
