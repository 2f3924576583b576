using System.Text.Json.Nodes;

namespace PartyCloud.AppHost.Tests.Deployment;

/// <summary>
/// The objects for Kubernetes: as kubectl renders an overlay, or, where there is no kubectl, the base put together by the same rules as
/// far as they are used in it: a patch is merged, a list of named things by their names.
/// </summary>
internal sealed class Manifests(IReadOnlyList<JsonNode> objects)
{
    public const string BaseByHand = "base";

    /// <summary>What can be read on this machine; the base always.</summary>
    public static IEnumerable<string> Ways => DeploymentFiles.Has("kubectl") ? [BaseByHand, "district", "city"] : [BaseByHand];

    public static Manifests Of(string way)
    {
        if (way == BaseByHand)
        {
            return new(Base());
        }

        var (exitCode, output, errors) = DeploymentFiles.Run(null, "kubectl", "kustomize", Path.Combine(DeploymentFiles.Folder, "kubernetes", "overlays", way));
        Assert.True(exitCode == 0, errors);
        return new(DeploymentFiles.Yaml(output));
    }

    public IEnumerable<JsonNode> All(string kind) => objects.Where(item => (string?)item["kind"] == kind);

    public JsonNode One(string kind, string name) => Assert.Single(All(kind), item => (string?)item["metadata"]!["name"] == name);

    public JsonNode PodOf(string part) => One("Deployment", part)["spec"]!["template"]!["spec"]!;

    /// <summary>The settings that all parts share; an overlay gives the map a name of its content.</summary>
    public Dictionary<string, string> SharedSettings() =>
        Assert.Single(All("ConfigMap"), map => ((string)map["metadata"]!["name"]!).StartsWith("partycloud-settings", StringComparison.Ordinal))["data"]!.AsObject()
            .ToDictionary(pair => pair.Key, pair => (string)pair.Value!);

    private static List<JsonNode> Base()
    {
        var kustomization = Read("kustomization.yaml").Single();
        var items = kustomization["resources"]!.AsArray().Select(name => (string)name!).Where(name => name.EndsWith(".yaml", StringComparison.Ordinal)).SelectMany(Read).ToList();
        foreach (var patch in kustomization["patches"]!.AsArray())
        {
            var (target, change) = (patch!["target"]!, Read((string)patch["path"]!).Single());
            change["metadata"] = null;
            foreach (var item in items.Where(item => Matches(item, target)))
            {
                Merge(item.AsObject(), change.AsObject());
            }
        }

        foreach (var map in kustomization["configMapGenerator"]!.AsArray())
        {
            var data = map!["literals"]!.AsArray().Select(literal => ((string)literal!).Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (JsonNode?)pair[1]));
            items.Add(new JsonObject { ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = (string)map["name"]! }, ["data"] = new JsonObject(data) });
        }

        return items;
    }

    private static IReadOnlyList<JsonNode> Read(string file) => DeploymentFiles.Yaml(DeploymentFiles.Text("kubernetes", "base", file));

    private static bool Matches(JsonNode item, JsonNode target)
    {
        var label = ((string?)target["labelSelector"])?.Split('=');
        return (string?)item["kind"] == (string?)target["kind"] && (label is null || (string?)item["metadata"]!["labels"]?[label[0]] == label[1]);
    }

    private static void Merge(JsonObject into, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            switch (into[name], value)
            {
                case (_, null):
                    break;
                case (JsonObject before, JsonObject after):
                    Merge(before, after);
                    break;
                case (JsonArray before, JsonArray after) when after.All(item => item is JsonObject named && named.ContainsKey("name")):
                    foreach (var item in after.OfType<JsonObject>())
                    {
                        if (before.OfType<JsonObject>().FirstOrDefault(one => (string?)one["name"] == (string?)item["name"]) is { } same)
                        {
                            Merge(same, item);
                        }
                        else
                        {
                            before.Add(item.DeepClone());
                        }
                    }

                    break;
                default:
                    into[name] = value.DeepClone();
                    break;
            }
        }
    }
}
