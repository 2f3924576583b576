using PartyCloud.Assessment.Consequences;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Cycles;
using PartyCloud.Assessment.Feed;
using PartyCloud.Assessment.Rectification;
using PartyCloud.Assessment.Replicas;
using PartyCloud.Assessment.Schemes;
using PartyCloud.Assessment.Selection;
using PartyCloud.Assessment.Storage;
using PartyCloud.Assessment.Tasks;
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

const string service = "assessment";
var builder = WebApplication.CreateBuilder(args);
if (args is ["migrate"])
{
    return await Migrator.RunAsync(service, builder.Configuration, typeof(OrganizationReplica).Assembly, typeof(AssessmentDb).Assembly);
}

builder.AddServiceDefaults<AssessmentDb>(service);
builder.AddMessaging<AssessmentDb>(service, messaging => messaging
    .Publishes<CycleFrozen>()
    .Publishes<OrganizationGraded>(republish: Facts.Graded)
    .Publishes<OrganizationListedAsWeak>(republish: Facts.ListedAsWeak, digest: Facts.ListedAsWeakDigest)
    .Publishes<RectificationClosed>(republish: Facts.Closed)
    .Publishes<RestrictionImposed>(republish: Facts.Imposed)
    .Publishes<RestrictionLifted>(republish: Facts.Lifted)
    .Publishes<RemovalProposed>(republish: Facts.Removals)
    .Consumes<OrganizationState, OnOrganizationState<AssessmentDb>>(OnOrganizationState.Digest));
builder.Services.AddScoped<IFollowOrganizations<AssessmentDb>, FollowOrganizations>();
builder.Services.AddSingleton<CycleFreeze>();
builder.Services.AddJob<FreezeCycleJob>(FreezeCycle.Kind);
builder.Services.AddHostedService<FollowUp>();
builder.Services.AddAssessmentFigures();

var app = builder.Build();
app.UseServiceDefaults();
app.MapSchemes();
app.MapCycles();
app.MapSelections();
app.MapRectifications();
app.MapFeed();
app.MapConsequences();
app.MapTasks(service, MyTasks.Handle);
app.MapChanges(service, "assessmentScheme", "assessmentCycle", "rectificationCase", "selection");
app.MapCodes(service, typeof(Program).Assembly);
app.MapOperations(service);
await app.RunAsync();
return 0;
