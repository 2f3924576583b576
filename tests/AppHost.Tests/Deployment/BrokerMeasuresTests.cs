using System.Text.Json.Nodes;
using static PartyCloud.AppHost.Tests.Deployment.DeploymentFiles;

namespace PartyCloud.AppHost.Tests.Deployment;

/// <summary>What the operations page draws of the broker, it draws in every way of installing.</summary>
public sealed class BrokerMeasuresTests
{
    [Fact]
    public void The_gateway_alone_is_told_where_the_brokers_own_figures_are_and_may_read_them()
    {
        const string setting = "Operations__BrokerMeasures";
        var compose = Yaml(Text("compose", "compose.yaml")).Single()["services"]!;
        Assert.Equal(["gateway"], compose.AsObject().Where(service => service.Value!["environment"]?[setting] is not null).Select(service => service.Key));
        var scraped = JsonNode.Parse(Text("compose", "prometheus", "targets", "rabbitmq.json"))!.AsArray();
        Assert.Equal($"http://{Assert.Single(scraped)!["targets"]![0]}", (string?)compose["gateway"]!["environment"]![setting]);

        var manifests = Manifests.Of(Manifests.BaseByHand);
        foreach (var part in Parts)
        {
            var given = manifests.PodOf(part.Name)["containers"]![0]!["env"]!.AsArray().Where(item => (string?)item!["name"] == setting).Select(item => (string?)item!["value"]);
            Assert.Equal(part.Name == "gateway" ? ["http://partycloud-broker-server-0.partycloud-broker-nodes:15692"] : [], given);
        }

        Assert.Contains(Ways("gateway", "egress", "to"), way => way == "partycloud-broker 15692");
        Assert.Contains(Ways("broker", "ingress", "from"), way => way == "gateway 15692");

        // Where Debian's broker has its plugin on is for the operator to say: one that does not answer would be missed in the log every 15 seconds.
        Assert.Contains($"# {setting}=http://127.0.0.1:15692", Text("systemd", "settings", "gateway.conf").Split('\n'));

        IEnumerable<string> Ways(string policy, string direction, string peers) =>
            from way in manifests.One("NetworkPolicy", policy)["spec"]![direction]!.AsArray()
            from peer in way![peers]?.AsArray() ?? []
            from port in way["ports"]!.AsArray()
            select $"{peer!["podSelector"]?["matchLabels"]?["app.kubernetes.io/name"]} {port!["port"]}";
    }
}
