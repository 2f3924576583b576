using PartyCloud.Members.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Feed;
using PartyCloud.Organizations.Imports;
using PartyCloud.Organizations.Membership;
using PartyCloud.Organizations.Spelling;
using PartyCloud.Organizations.Storage;
using PartyCloud.Organizations.Tasks;
using PartyCloud.Organizations.Tree;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Codes;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Operations;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Tasks;
using PartyCloud.ServiceDefaults.Telemetry;

const string service = "organizations";
var builder = WebApplication.CreateBuilder(args);
if (args is ["migrate"])
{
    var outcome = await Migrator.RunAsync(service, builder.Configuration, typeof(OrganizationsDb).Assembly);
    await Respelling.FillAsync(builder.Configuration.GetConnectionString("admin")!);
    return outcome;
}

builder.AddServiceDefaults<OrganizationsDb>(service);
builder.AddMessaging<OrganizationsDb>(service, messaging => messaging
    .Publishes<OrganizationState>(republish: """
        insert into outbox (id, type, body)
        select gen_random_uuid(), 'PartyCloud.Organizations.Contracts.OrganizationState', app.organization_state(o) from party_organizations o order by level_code
        """,
        digest: "select id, version from party_organizations")
    .Consumes<MemberState, OnMemberState>(digest: "select member_id, version from member_facts"));
builder.Services.AddSingleton<ReceiverSearches>();
builder.Services.AddJob<ImportOrganizationsJob>(ImportOrganizations.Kind);
builder.Services.AddFigure(new("partycloud.organizations", "{organization}", "Organizations of the whole installation, by kind", "kind", """
    select substr(measure, 6), sum(count)::float8 from rollups join party_organizations using (level_code) where parent_id is null and measure like 'kind:%' group by 1
    """));
builder.Services.AddFigure(new("partycloud.members", "{member}", "Members of the whole installation, by status", "status", """
    select substr(measure, 14), sum(count)::float8 from rollups join party_organizations using (level_code) where parent_id is null and measure like 'memberStatus:%' group by 1
    """));

var app = builder.Build();
app.UseServiceDefaults();
app.MapOrganizations();
app.MapTasks(service, MyTasks.Handle);
app.MapChanges(service, "partyOrganization", "organization");
app.MapFeed();
app.MapCodes(service, typeof(Program).Assembly);
app.MapOperations(service);
await app.RunAsync();
return 0;
