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
