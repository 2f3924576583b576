using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PartyCloud.AppHost.Local;
using static PartyCloud.AppHost.Tests.Deployment.DeploymentFiles;

namespace PartyCloud.AppHost.Tests.Deployment;

/// <summary>Compose, Kubernetes and systemd give every part what it needs and no more, and hold it as they promise.</summary>
public sealed partial class DeploymentTests : IDisposable
{
    /// <summary>Each part keeps three pools of connections (<c>ServiceDatabase</c>).</summary>
    private const int PoolsOfAPart = 3;

    private static readonly string[] OfMigrations = ["ConnectionStrings__admin", "Database__Password"];

    private readonly string _root = Directory.CreateTempSubdirectory("partycloud-deployment-").FullName;
    private readonly LocalSecrets _secrets;

    public DeploymentTests()
    {
        _secrets = LocalSecrets.Open(Path.Combine(_root, "local.json"), AppHost.Program.Topology, adminPassword: null);
    }

    public static TheoryData<string> Ways => [.. Manifests.Ways];

    private static JsonNode Compose => Yaml(Text("compose", "compose.yaml")).Single();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Compose_gives_every_part_its_settings_and_no_more()
    {
        var services = Compose["services"]!;
        foreach (var part in Parts)
        {
            var given = Names(services[part.Name]!["environment"]);
            Assert.Empty(SettingsOf(part, _secrets).Except(given));
            Assert.Empty(SettingsOfOthers(part, _secrets).Intersect(given));

            var migration = services[part.Name + "-migrate"]!;
            Assert.Equal("migrate", (string?)Assert.Single(migration["command"]!.AsArray()));
            Assert.Empty(OfMigrations.Except(Names(migration["environment"])));
            Assert.Equal("service_completed_successfully", (string?)services[part.Name]!["depends_on"]![part.Name + "-migrate"]!["condition"]);
            Assert.All(part.RoutesTo, name =>
            {
                Assert.Equal($"http://{name}:8080", (string?)services[part.Name]!["environment"]![ServicePart.RouteSetting(name)]);
                Assert.Equal("service_healthy", (string?)services[part.Name]!["depends_on"]![name]!["condition"]);
            });
        }
    }

    [Fact]
    public void Compose_holds_every_container_and_shows_the_gateway_alone()
    {
        var megabytes = 0;
        foreach (var (name, service) in Compose["services"]!.AsObject())
        {
            Assert.Equal("true", (string?)service!["read_only"]);
            Assert.Equal("ALL", (string?)Assert.Single(service["cap_drop"]!.AsArray()));
            Assert.Equal("no-new-privileges:true", (string?)Assert.Single(service["security_opt"]!.AsArray()));
            Assert.NotNull(service["restart"]);
            var limit = int.Parse(((string)service["deploy"]!["resources"]!["limits"]!["memory"]!).TrimEnd('M'), CultureInfo.InvariantCulture);
            if (name.EndsWith("-migrate", StringComparison.Ordinal))
            {
                continue; // it has ended before its part starts
            }

            megabytes += limit;
            // The collector's image has nothing to ask it with.
            Assert.True(service["healthcheck"] is not null || name == "collector", $"{name} has no health check.");
            Assert.All(service["ports"]?.AsArray() ?? [], port => Assert.StartsWith(name == "gateway" ? "${PARTYCLOUD_ADDRESS" : "127.0.0.1:", (string)port!, StringComparison.Ordinal));
        }

        Assert.InRange(megabytes, 1, 1536);
        Assert.Equal("true", (string?)Compose["networks"]!["inside"]!["internal"]);
        var arguments = Compose["services"]!["postgres"]!["command"]!.AsArray().Select(argument => (string)argument!);
        var connections = int.Parse(Assert.Single(arguments, argument => argument.StartsWith("-cmax_connections=", StringComparison.Ordinal)).Split('=')[1], CultureInfo.InvariantCulture);
        var pool = int.Parse((string)Compose["services"]!["members"]!["environment"]!["Database__MaxPoolSize"]!, CultureInfo.InvariantCulture);
        Assert.True(Parts.Count * PoolsOfAPart * pool < connections, "The parts' pools are larger than the server.");
    }

    [Fact]
    public void Compose_watches_every_part()
    {
        var targets = JsonNode.Parse(Text("compose", "prometheus", "targets", "partycloud.json"))!.AsArray();

        Assert.Equal(Parts.Select(part => part.Name).Order(), targets.Select(target => (string)target!["labels"]!["service"]!).Order());
        var mounts = Compose["services"]!["prometheus"]!["volumes"]!.AsArray().Concat(Compose["services"]!["grafana"]!["volumes"]!.AsArray());
        Assert.All(mounts.Select(mount => ((string)mount!).Split(':')[0]).Where(source => source.StartsWith('.')), source => Assert.True(Path.Exists(Path.Combine(Folder, "compose", source)), $"{source} is not there."));
    }

    [Fact]
    public void Compose_reads_its_file_with_the_secrets_that_the_script_makes()
    {
        var file = Path.Combine(_root, ".env");
        Succeeds(null, Path.Combine(Folder, "compose", "secrets"), file);
        var asked = Variable().Matches(Text("compose", "compose.yaml")).Select(match => match.Groups[1].Value).Distinct();
        Assert.All(asked, name => Assert.True(DeploymentFiles.Environment(file).TryGetValue(name, out var value) && value.Length > 0, $"{name} is asked for and not made."));

        string[] compose = Has("docker") && Run(null, "docker", "compose", "version").ExitCode == 0 ? ["docker", "compose"] : Has("docker-compose") ? ["docker-compose"] : [];
        if (compose.Length > 0)
        {
            Succeeds(DeploymentFiles.Environment(file), compose[0], [.. compose[1..], "--project-directory", _root, "-f", Path.Combine(Folder, "compose", "compose.yaml"), "config", "-q"]);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Kubernetes_gives_every_part_its_settings_and_no_more(string way)
    {
        var manifests = Manifests.Of(way);
        foreach (var part in Parts)
        {
            var environment = Assert.Single(manifests.PodOf(part.Name)["containers"]!.AsArray())!["env"]!.AsArray();
            var given = environment.Select(item => (string)item!["name"]!).Concat(manifests.SharedSettings().Keys).ToList();
            Assert.Empty(SettingsOf(part, _secrets).Except(given));
            Assert.Empty(SettingsOfOthers(part, _secrets).Intersect(given));
            Assert.All(part.RoutesTo, name => Assert.Single(environment, item => (string?)item!["name"] == ServicePart.RouteSetting(name) && (string?)item["value"] == $"http://{name}:8080"));

            var migration = Assert.Single(manifests.One("Job", part.Name + "-migrate")["spec"]!["template"]!["spec"]!["containers"]!.AsArray())!;
            Assert.Equal("migrate", (string?)Assert.Single(migration["args"]!.AsArray()));
            Assert.Empty(OfMigrations.Except(migration["env"]!.AsArray().Select(item => (string)item!["name"]!)));
        }

        // What is secret is referred to.
        Assert.Empty(manifests.All("Secret"));
        var secret = Parts.SelectMany(part => _secrets.SettingsFor(part).Keys).Where(name => !name.EndsWith("__Current", StringComparison.Ordinal)).ToHashSet();
        Assert.All(
            manifests.All("Deployment").Concat(manifests.All("Job")).SelectMany(item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray()).Where(item => secret.Contains((string)item!["name"]!)),
            item => Assert.NotNull(item!["valueFrom"]?["secretKeyRef"]));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Kubernetes_holds_every_pod(string way)
    {
        var manifests = Manifests.Of(way);
        foreach (var item in manifests.All("Deployment").Concat(manifests.All("Job")))
        {
            var pod = item["spec"]!["template"]!["spec"]!;
            var container = Assert.Single(pod["containers"]!.AsArray())!;
            Assert.Equal("false", (string?)pod["automountServiceAccountToken"]);
            Assert.Equal("true", (string?)pod["securityContext"]!["runAsNonRoot"]);
            Assert.Equal("RuntimeDefault", (string?)pod["securityContext"]!["seccompProfile"]!["type"]);
            Assert.Equal("false", (string?)container["securityContext"]!["allowPrivilegeEscalation"]);
            Assert.Equal("true", (string?)container["securityContext"]!["readOnlyRootFilesystem"]);
            Assert.Equal("ALL", (string?)Assert.Single(container["securityContext"]!["capabilities"]!["drop"]!.AsArray()));
            Assert.NotNull(container["resources"]!["requests"]!["cpu"]);
            Assert.NotNull(container["resources"]!["limits"]!["memory"]);
        }

        // Nothing is let through that no other policy names.
        Assert.Contains(manifests.All("NetworkPolicy"), policy => policy["spec"]!["podSelector"] is JsonObject { Count: 0 } && policy["spec"]!["policyTypes"]!.AsArray().Count == 2
            && policy["spec"]!["ingress"] is null && policy["spec"]!["egress"] is null);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Kubernetes_probes_every_part_and_keeps_two_of_it(string way)
    {
        var manifests = Manifests.Of(way);
        var pool = int.Parse(manifests.SharedSettings()["Database__MaxPoolSize"], CultureInfo.InvariantCulture);
        var connections = 0;
        foreach (var part in Parts)
        {
            var container = manifests.PodOf(part.Name)["containers"]![0]!;
            Assert.Equal("/health", (string?)container["startupProbe"]!["httpGet"]!["path"]);
            Assert.Equal("/health", (string?)container["readinessProbe"]!["httpGet"]!["path"]);
            Assert.Equal("/alive", (string?)container["livenessProbe"]!["httpGet"]!["path"]);
            Assert.Equal("8080", (string?)Assert.Single(manifests.One("Service", part.Name)["spec"]!["ports"]!.AsArray())!["port"]);
            Assert.Equal(part.Name, (string?)manifests.One("PodDisruptionBudget", part.Name)["spec"]!["selector"]!["matchLabels"]!["app.kubernetes.io/name"]);

            var scaling = manifests.One("HorizontalPodAutoscaler", part.Name)["spec"]!;
            Assert.True(int.Parse((string)scaling["minReplicas"]!, CultureInfo.InvariantCulture) >= 2);
            // While it is upgraded there is one more.
            connections += (int.Parse((string)scaling["maxReplicas"]!, CultureInfo.InvariantCulture) + 1) * PoolsOfAPart * pool;
        }

        var most = int.Parse((string)manifests.One("Cluster", "partycloud-postgres")["spec"]!["postgresql"]!["parameters"]!["max_connections"]!, CultureInfo.InvariantCulture);
        Assert.True(connections < most, $"The replicas' pools come to {connections}, the server takes {most}.");
    }

    [Fact]
    public void Kubernetes_gets_the_very_secrets_that_its_manifests_ask_for()
    {
        var output = Succeeds(null, Path.Combine(Folder, "kubernetes", "secrets"), Path.Combine(_root, "kubernetes.env"));
        var made = Yaml(output).SelectMany(secret => secret["stringData"]!.AsObject().Where(pair => ((string?)pair.Value)?.Length > 0).Select(pair => ((string)secret["metadata"]!["name"]!, pair.Key))).ToHashSet();
        var manifests = Manifests.Of(Manifests.BaseByHand);

        var asked = manifests.All("Deployment").Concat(manifests.All("Job"))
            .SelectMany(item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray())
            .Select(item => item!["valueFrom"]?["secretKeyRef"]).OfType<JsonNode>()
            .Select(reference => ((string)reference["name"]!, (string)reference["key"]!)).Distinct()
            // Those two are the operators'.
            .Where(reference => reference.Item1 is not ("partycloud-broker-default-user" or "partycloud-postgres-superuser")).ToList();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(made));
    }

    [Fact]
    public void Kubernetes_has_the_rules_of_every_other_installation()
    {
        var rules = Yaml(Text("observability", "rules", "partycloud.yml")).Single();
        var written = Yaml(Text("kubernetes", "base", "rules.yaml")).Single()["spec"];

        Assert.True(JsonNode.DeepEquals(rules, written), "The rules have changed: run deploy/kubernetes/rules.");
    }

    [Fact]
    public void Systemd_gives_every_part_its_settings_and_no_more()
    {
        var folder = Path.Combine(_root, "secrets");
        Succeeds(null, Path.Combine(Folder, "systemd", "secrets"), folder);
        var addresses = new Dictionary<string, string>();
        foreach (var part in Parts)
        {
            var settings = DeploymentFiles.Environment(Path.Combine(Folder, "systemd", "settings", part.Name + ".conf"));
            var file = Path.Combine(folder, part.Name + ".env");
            var given = settings.Keys.Concat(DeploymentFiles.Environment(file).Keys).ToList();
            Assert.Empty(SettingsOf(part, _secrets).Except(given));
            Assert.Empty(SettingsOfOthers(part, _secrets).Intersect(given));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(part.Assembly + ".dll", settings["PARTYCLOUD_ASSEMBLY"]);
            Assert.Contains($"partycloud@{part.Name}.service", Text("systemd", "partycloud.target"), StringComparison.Ordinal);

            var migration = DeploymentFiles.Environment(Path.Combine(folder, part.Name + "-migrate.env"));
            Assert.Contains($"Database={part.Database};", migration["ConnectionStrings__admin"], StringComparison.Ordinal);
            Assert.Equal(DeploymentFiles.Environment(file)["Database__Password"], migration["Database__Password"]);
            addresses[part.Name] = settings["ASPNETCORE_URLS"];
            Assert.All(part.RoutesTo, name => Assert.Equal(addresses[name], settings[ServicePart.RouteSetting(name)]));
        }

        Assert.Equal(addresses.Count, addresses.Values.Distinct().Count());
    }

    [Fact]
    public void Systemd_holds_every_part()
    {
        foreach (var unit in (string[])["partycloud@.service", "partycloud-migrate@.service"])
        {
            var lines = Text("systemd", unit).Split('\n');
            Assert.Empty(((string[])
            [
                "DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateTmp=yes", "CapabilityBoundingSet=", "SystemCallFilter=@system-service", "SystemCallFilter=~@privileged",
            ]).Except(lines));
            Assert.Contains(lines, line => line.StartsWith("MemoryMax=", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.StartsWith("RestrictAddressFamilies=", StringComparison.Ordinal));
        }

        if (Has("systemd-analyze") && File.Exists("/usr/bin/dotnet"))
        {
            foreach (var unit in Directory.GetFiles(Path.Combine(Folder, "systemd"), "partycloud*"))
            {
                File.Copy(unit, Path.Combine(_root, Path.GetFileName(unit)));
            }

            var units = Parts.SelectMany(part => (string[])[$"partycloud@{part.Name}.service", $"partycloud-migrate@{part.Name}.service"]).ToList();
            units.ForEach(unit => File.Copy(Path.Combine(_root, unit[..(unit.IndexOf('@', StringComparison.Ordinal) + 1)] + ".service"), Path.Combine(_root, unit)));
            var (exitCode, output, errors) = Run(new Dictionary<string, string> { ["SYSTEMD_UNIT_PATH"] = _root + ":" }, "systemd-analyze", ["verify", "partycloud.target", .. units]);
            Assert.True(exitCode == 0 && !errors.Contains("partycloud", StringComparison.Ordinal), output + errors);
        }
    }

    [Fact]
    public void Secrets_are_made_as_the_local_engine_makes_them_and_only_once()
    {
        var file = Path.Combine(_root, "made.env");
        Succeeds(null, Path.Combine(Folder, "compose", "secrets"), file);
        var made = DeploymentFiles.Environment(file);
        Succeeds(null, Path.Combine(Folder, "compose", "secrets"), file);

        Assert.Equal(made, DeploymentFiles.Environment(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using var signer = ECDsa.Create();
        using var verifier = ECDsa.Create();
        signer.ImportPkcs8PrivateKey(Convert.FromBase64String(made["TOKEN_PRIVATE_KEY"]), out _);
        verifier.ImportSubjectPublicKeyInfo(Convert.FromBase64String(made["TOKEN_PUBLIC_KEY"]), out _);
        byte[] text = [1, 2, 3];
        Assert.True(verifier.VerifyData(text, signer.SignData(text, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
        Assert.All(((string[])["DATA_KEY_1", "DATA_HASH_KEY", "APP_KEY_1"]).Select(name => Convert.FromBase64String(made[name])), key => Assert.Equal(32, key.Length));
        var passwords = made.Where(pair => pair.Key.EndsWith("_PASSWORD", StringComparison.Ordinal) && pair.Key != "ADMIN_PASSWORD").Select(pair => pair.Value).ToList();
        Assert.Equal(Parts.Count + 4, passwords.Distinct().Count());
        Assert.All(passwords, password => Assert.Matches("^[A-Za-z0-9]{32}$", password));
        Assert.Matches("^[A-Za-z0-9]{4}(-[A-Za-z0-9]{4}){3}$", made["ADMIN_PASSWORD"]);
    }

    [Fact]
    public void No_secret_stands_in_a_file()
    {
        var files = ((string[])["compose", "kubernetes", "systemd"]).SelectMany(folder => Directory.GetFiles(Path.Combine(Folder, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) is not (".env" or "sign-on.env")).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.False(KeyOrPassword().IsMatch(File.ReadAllText(file)), $"{file} seems to hold a secret."));
        Assert.All(
            DeploymentFiles.Environment(Path.Combine(Folder, "compose", ".env.example")).Where(pair => pair.Key.EndsWith("_PASSWORD", StringComparison.Ordinal) || pair.Key.Contains("_KEY", StringComparison.Ordinal)),
            pair => Assert.Empty(pair.Value));
        var secret = Parts.SelectMany(part => _secrets.SettingsFor(part).Keys).Where(name => !name.EndsWith("__Current", StringComparison.Ordinal)).ToHashSet();
        foreach (var (_, service) in Compose["services"]!.AsObject())
        {
            Assert.All((service!["environment"]?.AsObject() ?? []).Where(pair => secret.Contains(pair.Key)), pair => Assert.Matches(@"^\$\{[A-Z0-9_]+:\?[^}]+\}$", (string)pair.Value!));
        }
    }

    [Fact]
    public void The_gateway_alone_is_handed_the_providers_of_single_sign_on_each_way_from_a_file_that_only_its_owner_reads()
    {
        var file = Path.Combine(_root, ".env");
        var signOn = Path.Combine(_root, "sign-on.env");
        Succeeds(null, Path.Combine(Folder, "compose", "secrets"), file);
        Assert.Empty(DeploymentFiles.Environment(signOn));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(signOn));
        File.WriteAllText(signOn, "SingleSignOn__Providers__0__Key=city\n");
        Succeeds(null, Path.Combine(Folder, "compose", "secrets"), file);
        Assert.Equal("city", DeploymentFiles.Environment(signOn)["SingleSignOn__Providers__0__Key"]);

        var handed = Compose["services"]!.AsObject().Where(service => service.Value!["env_file"] is not null).ToList();
        Assert.Equal(("gateway", "sign-on.env"), (Assert.Single(handed).Key, (string?)Assert.Single(handed[0].Value!["env_file"]!.AsArray())));

        var manifests = Manifests.Of(Manifests.BaseByHand);
        foreach (var part in Parts)
        {
            var secrets = manifests.PodOf(part.Name)["containers"]![0]!["envFrom"]!.AsArray().Select(source => source!["secretRef"]).OfType<JsonNode>().ToList();
            Assert.Equal(part.Name == "gateway" ? ["partycloud-sign-on true"] : [], secrets.Select(secret => $"{secret["name"]} {secret["optional"]}"));
        }

        Assert.Contains("EnvironmentFile=-/etc/partycloud/secrets/%i-own.env", Text("systemd", "partycloud@.service").Split('\n'));
    }

    private static List<string> Names(JsonNode? environment) => [.. environment!.AsObject().Select(pair => pair.Key)];

    private static string Succeeds(IReadOnlyDictionary<string, string>? environment, string program, params string[] arguments)
    {
        var (exitCode, output, errors) = Run(environment, program, arguments);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    [GeneratedRegex(@"\$\{([A-Z0-9_]+):\?")]
    private static partial Regex Variable();

    // A key in base64, or a word after "password".
    [GeneratedRegex(@"[A-Za-z0-9+/]{43}=|-----BEGIN|(?i:password)[=:]\s*[A-Za-z0-9]{8,}\s*$", RegexOptions.Multiline)]
    private static partial Regex KeyOrPassword();
}
