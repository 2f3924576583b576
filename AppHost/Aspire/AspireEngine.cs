using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PartyCloud.AppHost.Local;

namespace PartyCloud.AppHost.Aspire;

/// <summary>
/// The same topology under Aspire: PostgreSQL and RabbitMQ in containers, a migration job before each service, health
/// checks, and the dashboard. Compiled only where the package feed has Aspire (PackageFeed=full).
/// </summary>
internal static class AspireEngine
{
    internal static async Task<int> RunAsync(Topology topology, RunOptions options)
    {
        var data = options.DataDirectory;
        if (options.Reset && Directory.Exists(data))
        {
            Directory.Delete(data, recursive: true);
        }

        Directory.CreateDirectory(data);
        var givenPassword = Environment.GetEnvironmentVariable("PARTYCLOUD_ADMIN_PASSWORD") is { Length: > 0 } given ? given : null;
        var secrets = LocalSecrets.Open(Path.Combine(data, "secrets.json"), topology, givenPassword);

        ConfigureDashboard();
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { AllowUnsecuredTransport = true });
        var gateway = Describe(builder, topology, secrets, options);

        await using var app = builder.Build();
        var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await app.StartAsync(stopping);
            await app.ResourceNotifications.WaitForResourceHealthyAsync(gateway.Resource.Name, WaitBehavior.StopOnResourceUnavailable, stopping);
            var address = new Uri(gateway.GetEndpoint("http").Url);
            await DemoData.LoadAsync(address, secrets.AdminPassword, options, Console.WriteLine, stopping);
            Console.WriteLine($"Account   admin, password in {Path.Combine(data, "secrets.json")}");
            Console.WriteLine($"PartyCloud is ready at {address.ToString().TrimEnd('/')}");
            await app.WaitForShutdownAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Ctrl+C or SIGTERM; what follows stops everything.
        }

        await app.StopAsync();
        return 0;
    }

    private static IResourceBuilder<ProjectResource> Describe(IDistributedApplicationBuilder builder, Topology topology, LocalSecrets secrets, RunOptions options)
    {
        var postgres = builder.AddPostgres(topology.PostgresName, password: Secret(builder, "postgres-password", secrets.PostgresPassword))
            .WithEnvironment("POSTGRES_INITDB_ARGS", "--auth-host=scram-sha-256 --auth-local=scram-sha-256 -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=zh-Hans-CN")
            .WithArgs("-c", "max_connections=300")
            .WithDataBindMount(Path.Combine(options.DataDirectory, "aspire-postgres"));
        var broker = builder.AddRabbitMQ(
                topology.BrokerName,
                Secret(builder, "broker-user", secrets.Broker.User),
                Secret(builder, "broker-password", secrets.Broker.Password))
            .WithManagementPlugin()
            .WithHttpEndpoint(targetPort: 15692, name: "measures")
            .WithDataBindMount(Path.Combine(options.DataDirectory, "aspire-broker"));
        var server = postgres.Resource.PrimaryEndpoint;

        var running = new Dictionary<string, IResourceBuilder<ProjectResource>>();
        foreach (var service in topology.Services)
        {
            var settings = secrets.SettingsFor(service).ToDictionary(
                setting => setting.Key,
                setting => Secret(builder, $"{service.Name}-{setting.Key.Replace("__", "-", StringComparison.Ordinal).Replace('_', '-')}", setting.Value));
            var database = postgres.AddDatabase(service.Name + "-database", service.Database);

            IResourceBuilder<ProjectResource> Project(string name)
            {
                var path = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", service.Project, Path.GetFileName(service.Project) + ".csproj"));
                var project = builder.AddProject(name, path, launchProfileName: null)
                    .WithAnnotation(new BuiltProject(path))
                    .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Production")
                    .WithEnvironment("ConnectionStrings__database", ReferenceExpression.Create($"Host={server.Property(EndpointProperty.Host)};Port={server.Property(EndpointProperty.Port)};Database={service.Database}"))
                    .WithReference(broker, "broker");
                foreach (var (setting, value) in settings)
                {
                    project = project.WithEnvironment(setting, value);
                }

                return project;
            }

            var migration = Project(service.Name + "-migration").WithArgs("migrate")
                .WithReference(database, "admin")
                .WaitFor(database);
            var part = Project(service.Name)
                .WithHttpEndpoint(port: service.IsGateway ? options.Port ?? service.PublicPort : null)
                .WithHttpHealthCheck("/health")
                .WaitFor(broker)
                .WaitForCompletion(migration);
            if (service.IsGateway)
            {
                part = part.WithEnvironment("Operations__BrokerMeasures", broker.GetEndpoint("measures"));
            }

            foreach (var target in service.RoutesTo)
            {
                part = part.WithEnvironment(ServicePart.RouteSetting(target), running[target].GetEndpoint("http")).WaitFor(running[target]);
            }

            running[service.Name] = part;
        }

        return running[topology.Services.Single(service => service.IsGateway).Name];
    }

    private static IResourceBuilder<ParameterResource> Secret(IDistributedApplicationBuilder builder, string name, string value) =>
        builder.AddParameter(name, value, secret: true);

    /// <summary>What launchSettings.json would say, on free ports; only the HTTP endpoint, which is what the services speak.</summary>
    private static void ConfigureDashboard()
    {
        var ports = Ports.Free(3);
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", $"http://localhost:{ports[0]}");
        Environment.SetEnvironmentVariable("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", $"http://localhost:{ports[1]}");
        Environment.SetEnvironmentVariable("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", $"http://localhost:{ports[2]}");
        Environment.SetEnvironmentVariable("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true");
    }

    /// <summary>AppHost's build has built the services: ten `dotnet run` that each build again would only meet each other.</summary>
    private sealed class BuiltProject(string path) : IProjectMetadata
    {
        public string ProjectPath { get; } = path;

        public bool SuppressBuild => true;
    }
}
