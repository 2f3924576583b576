using System.Reflection;
using System.Text.Json.Nodes;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Pairing.Contracts;

namespace PartyCloud.Architecture.Tests;

/// <summary>The typed clients say what the committed documents say: each operation once, with its verb, path, query, body and answer, and nothing besides.</summary>
public sealed class ClientRoutesTests
{
    // A stream of events is read by no method of a typed client.
    private static readonly string[] Streams =
    [
        "organizationsImportFollow", "membersImportFollow", "assessmentFreezeFollow", "pairingMatchingFollow", "pairingImportFollow",
    ];

    // What RestEase and Refit call alike, so that this test knows neither.
    private static readonly string[] Verbs = ["Get", "Post", "Put", "Patch", "Delete"];

    [Theory]
    [InlineData("organizations", typeof(IOrganizationsApi))]
    [InlineData("members", typeof(IMembersApi))]
    [InlineData("assessment", typeof(IAssessmentApi))]
    [InlineData("pairing", typeof(IPairingApi))]
    public void Each_operation_has_one_method_and_each_method_one_operation(string service, Type client)
    {
        var operations = Operations(service).Where(operation => !Streams.Contains(operation.Id)).Select(operation => operation.Text).Order().ToList();
        var methods = client.GetMethods().Select(Describe).Order().ToList();

        Assert.True(operations.Count >= 15, $"only {operations.Count} operations found");
        Assert.Equal(operations, methods);
    }

    [Fact]
    public void Only_streams_of_events_are_left_out()
    {
        string[] services = ["organizations", "members", "assessment", "pairing"];
        var streams = services.SelectMany(Operations).Where(operation => operation.IsStream).Select(operation => operation.Id);
        Assert.Equal(Streams.Order(), streams.Order());
    }

    [Fact]
    public void Every_parameter_says_where_it_goes_and_a_post_may_be_repeated()
    {
        foreach (var method in Methods())
        {
            var path = Route(method).Path;
            Assert.StartsWith("/api/v1/", path, StringComparison.Ordinal);
            foreach (var parameter in method.GetParameters())
            {
                var kind = KindOf(parameter);
                Assert.True(kind == "Path" == path.Contains($"{{{parameter.Name}}}", StringComparison.Ordinal), $"{method.Name}: {parameter.Name}");
                Assert.True(kind is not null || parameter.ParameterType == typeof(CancellationToken), $"{method.Name}: {parameter.Name} says not where it goes.");
                Assert.True(kind is "Path" or "Body" || parameter.HasDefaultValue, $"{method.Name}: {parameter.Name} cannot be left out.");
            }

            var headers = method.GetParameters().Where(parameter => KindOf(parameter) == "Header").Select(HeaderOf).ToList();
            // Their answers show what is sealed, so no key may keep them; or they only read.
            var kept = Route(method).Verb == "Post" && method.Name is not (nameof(IMembersApi.RevealMember) or nameof(IMembersApi.SearchByIdentity)
                or nameof(IMembersApi.BatchGetMembers) or nameof(IOrganizationsApi.BatchGetOrganizations)
                or nameof(IAssessmentApi.BatchGetRectifications) or nameof(IPairingApi.BatchGetPairs));
            Assert.True(kept == headers.Contains("Idempotency-Key"), $"{method.Name}: Idempotency-Key");
            Assert.DoesNotContain(headers, header => header is not ("Idempotency-Key" or "If-Match"));
        }
    }

    private static IEnumerable<MethodInfo> Methods() =>
        ((Type[])[typeof(IOrganizationsApi), typeof(IMembersApi), typeof(IAssessmentApi), typeof(IPairingApi)]).SelectMany(client => client.GetMethods());

    private static string Describe(MethodInfo method)
    {
        var (verb, path) = Route(method);
        var query = method.GetParameters().Where(parameter => KindOf(parameter) == "Query").Select(parameter => parameter.Name!).Order(StringComparer.Ordinal);
        var body = method.GetParameters().SingleOrDefault(parameter => KindOf(parameter) == "Body")?.ParameterType;
        return $"{verb.ToUpperInvariant()} {path}?{string.Join('&', query)} ({(body is null ? "" : Schema(body))}) -> {Answer(method.ReturnType)}";
    }

    private static (string Verb, string Path) Route(MethodInfo method)
    {
        var route = Assert.Single(method.CustomAttributes, attribute => Verbs.Contains(NameOf(attribute)));
        return (NameOf(route), (string)Assert.Single(route.ConstructorArguments).Value!);
    }

    private static string? KindOf(ParameterInfo parameter)
    {
        var kind = parameter.CustomAttributes.SingleOrDefault(attribute => NameOf(attribute) is "Path" or "Query" or "Body" or "Header");
        // A name of its own would be RestEase's alone.
        Assert.True(kind is null || NameOf(kind) == "Header" || kind.ConstructorArguments.Count == 0, $"{parameter.Member.Name}: {parameter.Name}");
        return kind is null ? null : NameOf(kind);
    }

    private static string HeaderOf(ParameterInfo parameter) =>
        (string)parameter.CustomAttributes.Single(attribute => NameOf(attribute) == "Header").ConstructorArguments[0].Value!;

    private static string NameOf(CustomAttributeData attribute) => attribute.AttributeType.Name.Replace("Attribute", "", StringComparison.Ordinal);

    private static string Answer(Type type) => type switch
    {
        _ when type == typeof(Task) => "",
        _ when type == typeof(Task<HttpResponseMessage>) => "",
        _ when type == typeof(Task<FreezeResponse>) => $"{nameof(CycleResponse)} {nameof(JobResponse)}",
        _ => Schema(type.GetGenericArguments().Single()),
    };

    private static string Schema(Type type) => type switch
    {
        _ when type == typeof(HttpContent) => "form",
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => Schema(type.GetGenericArguments()[0]) + "[]",
        { IsGenericType: true } => $"{type.Name.Split('`')[0]}Of{type.GetGenericArguments().Single().Name}",
        _ => type.Name,
    };

    private static IEnumerable<(string Id, bool IsStream, string Text)> Operations(string service)
    {
        var document = JsonNode.Parse(File.ReadAllText(Path.Combine(ApiDocuments.Folder(), $"{service}.json")))!;
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (verb, operation) in operations!.AsObject().Where(entry => Verbs.Contains(entry.Key, StringComparer.OrdinalIgnoreCase)))
            {
                var query = (operation!["parameters"]?.AsArray() ?? []).Where(parameter => parameter!["in"]!.GetValue<string>() == "query")
                    .Select(parameter => parameter!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal);
                var body = operation["requestBody"]?["content"]?.AsObject().Select(content => content.Key == "multipart/form-data" ? "form" : Schema(content.Value!["schema"]!)).Distinct().Single();
                var answers = operation["responses"]!.AsObject().Where(answer => answer.Key.StartsWith('2')).SelectMany(answer => answer.Value!["content"]?.AsObject().ToList() ?? []).ToList();
                var texts = answers.Where(content => content.Key == "application/json").Select(content => Schema(content.Value!["schema"]!));
                yield return (
                    operation["operationId"]!.GetValue<string>(), answers.Exists(content => content.Key == "text/event-stream"),
                    $"{verb.ToUpperInvariant()} {path}?{string.Join('&', query)} ({body}) -> {string.Join(' ', texts)}");
            }
        }
    }

    private static string Schema(JsonNode schema) =>
        schema["$ref"]?.GetValue<string>() is { } reference ? reference.Split('/')[^1]
        : schema["items"] is { } items ? Schema(items) + "[]"
        : schema["oneOf"]!.AsArray().Where(choice => choice!["$ref"] is not null).Select(choice => Schema(choice!)).Single();
}
