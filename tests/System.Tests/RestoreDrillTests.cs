using System.Net;
using System.Text.Json.Nodes;
using PartyCloud.AppHost.Local;
using PartyCloud.Testing;

namespace PartyCloud.SystemTests;

/// <summary>
/// The drill: a backup is taken while sheets are taken in, the system is destroyed, and the backup restored elsewhere. What was committed by then is there, the
/// services agree, what was broken off goes on, and portals are not told anything a second time.
/// </summary>
public sealed class RestoreDrillTests : IDisposable
{
    private const int People = 25_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("partycloud-drill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_backup_under_load_is_restored_after_everything_was_lost()
    {
        // The servers run as users of their own, who must be able to walk through.
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        using var receiver = new Listener();
        var (lost, found) = (Path.Combine(_folder, "lost"), Path.Combine(_folder, "found"));
        var (backup, keys) = (Path.Combine(_folder, "backup.tar"), Path.Combine(_folder, "keys.json"));
        var tree = Samples.Tree(Samples.Prefix(), committees: 3, branchesEach: 10);
        string cursor, job, cancelled;
        await using (var system = await StartAsync(lost, receiver))
        {
            using var portal = PortalOf(system);
            using var inspector = new Inspector(system, portal);
            await inspector.ConsumersAreFilledAsync();
            await HasWebhookAsync(system, receiver);
            Assert.Equal("succeeded", (string?)(await portal.ImportAsync("/api/v1/organizations/imports", SampleOrganization.Sheet(tree)))["state"]);
            await inspector.AllAgreeAsync();
            await SystemFixture.Passes(() =>
            {
                Assert.Equal(tree.Count, Ids(receiver).Distinct().Count());
                return Task.CompletedTask;
            });
            cursor = (string)(await portal.GetAsync("/api/v1/changes?types=organization"))["cursor"]!;

            job = await portal.UploadAsync("/api/v1/members/imports", SampleMember.Sheet(Samples.Members(tree, People)));
            await inspector.InTheMiddleAsync("members", job, People);
            await Command.RunAsync(Path.Combine(Repository.Folder(), "deploy", "backup"), ["--data", lost, "--to", backup], Repository.Folder());
            File.Copy(Path.Combine(lost, "secrets.json"), keys);

            // What comes after the backup is lost with the system, and it is well that the drill has such changes.
            cancelled = $"样例备份之后的党委{tree[0].Code}";
            await portal.PostAsync("/api/v1/organizations", new { name = cancelled, kind = "committee", domainType = "village" }, HttpStatusCode.Created);
            foreach (var part in system.Parts)
            {
                await system.KillAsync(part);
            }
        }

        Directory.Delete(lost, recursive: true);
        var told = Ids(receiver).ToHashSet();
        await Command.RunAsync(Path.Combine(Repository.Folder(), "deploy", "restore"), ["--from", backup, "--keys", keys, "--data", found], Repository.Folder());

        await using (var system = await StartAsync(found, receiver))
        {
            using var portal = PortalOf(system);
            using var inspector = new Inspector(system, portal);
            var end = await portal.EndOfAsync(job);
            Assert.Equal(("succeeded", People), ((string?)end["state"], (int)end["done"]!));
            await inspector.AllAgreeAsync();
            var root = (string)(await portal.GetAsync("/api/v1/organizations/by-code/" + tree[0].Code))["id"]!;
            var rollup = await portal.GetAsync($"/api/v1/organizations/{root}/rollup");
            Assert.Equal((tree.Count, People), ((int)rollup["organizations"]!["total"]!, (int)rollup["members"]!["total"]!));
            Assert.Empty(await portal.ListAsync($"/api/v1/organizations?q={Uri.EscapeDataString(cancelled)}"));
            var verified = await VerifiedAsync(system);
            Assert.All(verified, chain => Assert.True((bool)chain!["holds"]!, chain.ToJsonString()));

            Assert.Equal(HttpStatusCode.Gone, await portal.StatusOfAsync($"/api/v1/changes?types=organization&cursor={Uri.EscapeDataString(cursor)}"));
            await portal.PostAsync("/api/v1/organizations", new { name = $"样例恢复之后的党委{tree[0].Code}", kind = "committee", domainType = "village" }, HttpStatusCode.Created);
            await SystemFixture.Passes(() =>
            {
                Assert.Contains(Types(receiver), type => type == "feed.resync");
                Assert.Contains(Types(receiver).SkipWhile(type => type != "feed.resync"), type => type == "organization.updated");
                return Task.CompletedTask;
            });
            Assert.Equal(Ids(receiver).Count, Ids(receiver).Distinct().Count());
            Assert.Contains(Ids(receiver), id => !told.Contains(id));
        }
    }

    private static Task<LocalSystem> StartAsync(string folder, Listener receiver) => LocalSystem.StartAsync(new LocalSystemOptions
    {
        DataDirectory = folder,
        Topology = AppHost.Program.Topology,
        Settings = new Dictionary<string, string>
        {
            ["Webhooks__Targets__0__Host"] = "127.0.0.1",
            ["Webhooks__Targets__0__Port"] = $"{receiver.Address.Port}",
            ["Webhooks__Targets__0__Http"] = "true",
            ["Webhooks__Targets__0__Networks__0"] = "127.0.0.1/32",
        },
    });

    private static List<string> Ids(Listener receiver) => [.. receiver.Received.Select(message => message.Headers["webhook-id"]!)];

    private static List<string> Types(Listener receiver) => [.. receiver.Received.Select(message => (string)JsonNode.Parse(message.Body)!["type"]!)];

    private static Portal PortalOf(LocalSystem system) => new(system.GatewayAddress, "admin", system.Secrets.AdminPassword);

    private static async Task HasWebhookAsync(LocalSystem system, Listener receiver)
    {
        using var keeper = PortalOf(system);
        await keeper.ActAsAsync("securityAdmin");
        var app = await keeper.PostAsync(
            "/api/v1/apps", new { name = "sample portal", contact = "sample contact", environment = "production", scopes = new[] { new { resource = "organizations", access = "read" } } }, HttpStatusCode.Created);
        await keeper.PostAsync($"/api/v1/apps/{app["id"]}/webhooks", new { url = receiver.Address.ToString(), types = (string[])["organization.updated"] }, HttpStatusCode.Created);
    }

    private static async Task<JsonArray> VerifiedAsync(LocalSystem system)
    {
        using var auditor = PortalOf(system);
        await auditor.ActAsAsync("securityAdmin");
        return (await auditor.PostAsync("/api/v1/operations/audit/verify", null))["items"]!.AsArray();
    }
}
