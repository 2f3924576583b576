using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Auditing;
using PartyCloud.Gateway.Documents;
using PartyCloud.Gateway.Edge;
using PartyCloud.Gateway.Feed;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.Gateway.Me;
using PartyCloud.Gateway.Operations;
using PartyCloud.Gateway.Sandbox;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Sharing;
using PartyCloud.Gateway.SingleSignOn;
using PartyCloud.Gateway.Storage;
using PartyCloud.Gateway.Tasks;
using PartyCloud.Gateway.Webhooks;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Operations;
using PartyCloud.ServiceDefaults.Storage;

const string service = "gateway";
var builder = WebApplication.CreateBuilder(args);
if (args is ["migrate"])
{
    return await Migrator.RunAsync(service, builder.Configuration, typeof(OrganizationReplica).Assembly, typeof(GatewayDb).Assembly);
}

builder.AddServiceDefaults<GatewayDb>(service);
builder.AddMessaging<GatewayDb>(service, messaging => messaging.Consumes<OrganizationState, OnOrganizationState<GatewayDb>>(OnOrganizationState.Digest));
builder.AddIdentity();
builder.AddSingleSignOn();
builder.AddApps();
builder.AddWebhooks();
builder.AddSharing();
builder.AddForwarding();
builder.AddServicesHealth();
builder.Services.AddPages();
ServiceCalls.Add(builder.Services);
builder.Services.AddSingleton<FeedCalls>();
builder.Services.AddOperations();

var app = builder.Build();
app.UseEdge();
app.MapSetUp();
app.MapSessions();
app.MapSingleSignOn();
app.MapMe();
app.MapTasks();
app.MapAccounts();
app.MapApps();
app.MapWebhooks();
app.MapSharing();
app.MapSandbox();
app.MapFeed();
app.MapAudit();
app.MapConsistency(service);
app.MapInstallation();
app.MapPages();
app.MapReverseProxy(AnotherReplica.Use);
await app.RunAsync();
return 0;
