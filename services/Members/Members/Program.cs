using PartyCloud.Members.Contracts;
using PartyCloud.Members.Feed;
using PartyCloud.Members.Imports;
using PartyCloud.Members.Mobility;
using PartyCloud.Members.Protection;
using PartyCloud.Members.Registry;
using PartyCloud.Members.Replicas;
using PartyCloud.Members.Storage;
using PartyCloud.Members.Tasks;
using PartyCloud.Members.Transfers;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Codes;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Operations;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Tasks;
using PartyCloud.ServiceDefaults.Telemetry;

const string service = "members";
var builder = WebApplication.CreateBuilder(args);
if (args is ["migrate"])
{
    return await Migrator.RunAsync(service, builder.Configuration, typeof(OrganizationReplica).Assembly, typeof(MembersDb).Assembly);
}

builder.AddServiceDefaults<MembersDb>(service);
builder.AddMessaging<MembersDb>(service, messaging => messaging
    .Publishes<MemberState>(republish: """
        insert into outbox (id, type, body)
        select gen_random_uuid(), 'PartyCloud.Members.Contracts.MemberState', app.member_state(m) from members m order by level_code
        """,
        digest: "select id, version from members")
    .Publishes<MemberTransferred>()
    .Publishes<MobileMemberRegistered>()
    .Consumes<OrganizationState, OnOrganizationState<MembersDb>>(OnOrganizationState.Digest));
builder.Services.AddScoped<IFollowOrganizations<MembersDb>, FollowOrganizations>();
builder.Services.AddSingleton<DataKeys>();
builder.Services.AddSingleton<PersonalData>();
builder.Services.AddSingleton<IJobSeal, SealedUploads>();
builder.Services.AddJob<ImportMembersJob>(ImportMembers.Kind);
builder.Services.AddJob<ResealJob>(Reseal.Kind);
builder.Services.AddFigure(new("partycloud.overdue", "{task}", "What should have been done by now, by what it is", "kind", """
    select 'transfer', count(*)::float8 from transfers where direction = 'out' and state = 'issued' and expires_on < current_date
    union all select 'checkIn', count(*)::float8 from mobility where side = 'home' and state = 'registered' and counts_from < current_date - 30
    """));

var app = builder.Build();
// A key that is missing stops the start, not the first request.
app.Services.GetRequiredService<DataKeys>();
app.UseServiceDefaults();
app.MapMembers();
app.MapTransfers();
app.MapMobility();
app.MapTasks(service, MyTasks.Handle);
app.MapChanges(service, "member", "transfer", "mobility");
app.MapFeed();
app.MapCodes(service, typeof(Program).Assembly);
app.MapOperations(service);
app.MapReseal();
await app.RunAsync();
return 0;
