using System.Text.Json.Nodes;

namespace PartyCloud.Gateway.Documents;

/// <summary>Adds a service's OpenAPI document to another: its public paths, and the components that they speak of.</summary>
internal static class DocumentMerging
{
    private const string PublicPaths = "/api/v1/";

    /// <param name="name">Goes in front of a component whose name stands for something else already.</param>
    public static void Add(JsonObject document, JsonObject other, string name)
    {
        var renamed = AddComponents(document, other, name);
        Rewrite(other, renamed);
        var paths = Child(document, "paths");
        foreach (var (path, item) in Child(other, "paths"))
        {
            if (path.StartsWith(PublicPaths, StringComparison.Ordinal) && !paths.ContainsKey(path))
            {
                paths[path] = item?.DeepClone();
            }
        }

        var tags = document["tags"] as JsonArray ?? [];
        document["tags"] = tags.DeepClone();
        foreach (var tag in (other["tags"] as JsonArray ?? []).Where(tag => !tags.Any(known => Name(known) == Name(tag))))
        {
            ((JsonArray)document["tags"]!).Add(tag?.DeepClone());
        }

        static string? Name(JsonNode? tag) => tag?["name"]?.GetValue<string>();
    }

    // Two schemas of one name are one if they say the same, and they can only be compared once what they speak of has its final name:
    // so those that speak of a renamed one are looked at again until nothing changes.
    private static Dictionary<string, string> AddComponents(JsonObject document, JsonObject other, string name)
    {
        var mine = Child(document, "components");
        var theirs = Child(other, "components");
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        bool changed;
        do
        {
            changed = false;
            foreach (var (kind, group) in theirs.ToList())
            {
                foreach (var (key, component) in (JsonObject)group!)
                {
                    var reference = $"#/components/{kind}/{key}";
                    if (!renamed.ContainsKey(reference) && mine[kind]?[key] is { } known && !Same(known, component, renamed))
                    {
                        renamed[reference] = $"#/components/{kind}/{Unused((JsonObject)mine[kind]!, name + key)}";
                        changed = true;
                    }
                }
            }
        }
        while (changed);

        foreach (var (kind, group) in theirs)
        {
            var target = Child(mine, kind);
            foreach (var (key, component) in (JsonObject)group!)
            {
                var at = renamed.TryGetValue($"#/components/{kind}/{key}", out var newName) ? newName[(newName.LastIndexOf('/') + 1)..] : key;
                if (!target.ContainsKey(at))
                {
                    var copy = component?.DeepClone();
                    Rewrite(copy, renamed);
                    target[at] = copy;
                }
            }
        }

        return renamed;
    }

    private static bool Same(JsonNode known, JsonNode? component, Dictionary<string, string> renamed)
    {
        var copy = component?.DeepClone();
        Rewrite(copy, renamed);
        return JsonNode.DeepEquals(known, copy);
    }

    private static string Unused(JsonObject group, string name)
    {
        while (group.ContainsKey(name))
        {
            name += "_";
        }

        return name;
    }

    private static void Rewrite(JsonNode? node, Dictionary<string, string> renamed)
    {
        switch (node)
        {
            case JsonObject item:
                if (item["$ref"] is JsonValue reference && reference.TryGetValue<string>(out var from) && renamed.TryGetValue(from, out var to))
                {
                    item["$ref"] = to;
                }

                foreach (var (_, child) in item)
                {
                    Rewrite(child, renamed);
                }

                break;
            case JsonArray array:
                foreach (var child in array)
                {
                    Rewrite(child, renamed);
                }

                break;
        }
    }

    private static JsonObject Child(JsonObject parent, string key)
    {
        if (parent[key] is not JsonObject child)
        {
            parent[key] = child = [];
        }

        return child;
    }
}
