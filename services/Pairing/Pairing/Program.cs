using PartyCloud.Assessment.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Feed;
using PartyCloud.Pairing.Imports;
using PartyCloud.Pairing.Pairs;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Proposals;
using PartyCloud.Pairing.Replicas;
using PartyCloud.Pairing.Storage;
using PartyCloud.Pairing.Tasks;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Codes;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Operations;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Tasks;
using PartyCloud.ServiceDefaults.Telemetry;

const string service = "pairing";
var builder = WebApplication.CreateBuilder(args);
if (args is ["migrate"])
{
    return await Migrator.RunAsync(service, builder.Configuration, typeof(OrganizationReplica).Assembly, typeof(PairingDb).Assembly);
}

builder.AddServiceDefaults<PairingDb>(service);
builder.AddMessaging<PairingDb>(service, messaging => messaging
    .Publishes<PairFormed>().Publishes<PairEnded>().Publishes<VisitRecorded>()
    .Consumes<OrganizationState, OnOrganizationState<PairingDb>>(OnOrganizationState.Digest)
    .Consumes<OrganizationListedAsWeak, OnOrganizationListedAsWeak>(digest: "select organization_id::text || '/' || year, version from weak_listings"));
builder.Services.AddScoped<IFollowOrganizations<PairingDb>, FollowOrganizations>();
builder.Services.AddFigure(new("partycloud.pairing.needs", "{need}", "Needs of open programmes, by their state", "state", """
    select state, count(n.state)::float8
    from unnest(array['open', 'served']) as state left join (select needs.state from needs join programmes p on p.id = programme_id where p.state = 'open') n using (state)
    group by state
    """));
builder.Services.AddJob<MatchProgrammeJob>(MatchProgramme.Kind).AddJob<ImportPairsJob>(ImportPairs.Kind);

var app = builder.Build();
app.UseServiceDefaults();
app.MapProgrammes();
app.MapProposals();
app.MapPairs();
app.MapFeed();
app.MapTasks(service, MyTasks.Handle);
app.MapChanges(service, "programme", "pair");
app.MapCodes(service, typeof(Program).Assembly);
app.MapOperations(service);
await app.RunAsync();
return 0;
