using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using PartyCloud.AppHost.Local;
using PartyCloud.Testing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PartyCloud.AppHost.Tests.Deployment;

/// <summary>The files below deploy/, and what the parts want of them.</summary>
internal static class DeploymentFiles
{
    public static string Folder { get; } = Path.Combine(Repository.Folder(), "deploy");

    public static IReadOnlyList<ServicePart> Parts => AppHost.Program.Topology.Services;

    /// <summary>What a part does not start without; the same that the local engine gives it.</summary>
    public static IEnumerable<string> SettingsOf(ServicePart part, LocalSecrets secrets) =>
        [
            "ASPNETCORE_ENVIRONMENT", "ASPNETCORE_URLS", "ConnectionStrings__database", "ConnectionStrings__broker",
            .. secrets.SettingsFor(part).Keys,
            .. part.RoutesTo.Select(name => ServicePart.RouteSetting(name)),
        ];

    /// <summary>Those of other parts: it must not be handed them.</summary>
    public static IEnumerable<string> SettingsOfOthers(ServicePart part, LocalSecrets secrets) =>
        Parts.SelectMany(other => secrets.SettingsFor(other).Keys).Append("ConnectionStrings__admin").Except(secrets.SettingsFor(part).Keys);

    public static string Text(params string[] path) => File.ReadAllText(Path.Combine([Folder, .. path]));

    public static IReadOnlyList<JsonNode> Yaml(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => Json(document.RootNode)!)];
    }

    /// <summary>NAME=value lines, as systemd and compose read them.</summary>
    public static Dictionary<string, string> Environment(string file) => File.ReadLines(file)
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    public static bool Has(string program) =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    public static (int ExitCode, string Output, string Errors) Run(IReadOnlyDictionary<string, string>? environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        // Both at once, so that neither waits for the other to be read.
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.ToString());
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => Json(map),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" } => null,
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new NotSupportedException($"{node.NodeType} is not used in the files."),
    };

    // "<<" takes over what another mapping says and this one does not.
    private static JsonObject Json(YamlMappingNode map)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map.Children.OrderBy(pair => ((YamlScalarNode)pair.Key).Value == "<<"))
        {
            var taken = ((YamlScalarNode)key).Value == "<<" ? Json((YamlMappingNode)value).ToList() : [KeyValuePair.Create(((YamlScalarNode)key).Value!, Json(value))];
            foreach (var (name, node) in taken.Where(pair => !result.ContainsKey(pair.Key)))
            {
                result.Add(name, node?.DeepClone());
            }
        }

        return result;
    }
}
