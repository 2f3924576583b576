using PartyCloud.AppHost.Local;

namespace PartyCloud.AppHost;

/// <summary>The local engine at a terminal: progress, addresses, sample data, and an orderly end.</summary>
internal static class LocalRun
{
    private const string PasswordVariable = "PARTYCLOUD_ADMIN_PASSWORD";

    internal static async Task<int> RunAsync(Topology topology, RunOptions options)
    {
        using var signals = new Signals();
        try
        {
            return await RunAsync(topology, options, signals.Stopping);
        }
        catch (OperationCanceledException) when (signals.Stopping.IsCancellationRequested)
        {
            Say("PartyCloud has stopped");
            return 0;
        }
        catch (Exception failure) when (failure is PartFailedException or ServerMissingException or DirectoryInUseException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            Say("PartyCloud has not started; whatever was started has been stopped");
            return 1;
        }
    }

    private static async Task<int> RunAsync(Topology topology, RunOptions options, CancellationToken stopping)
    {
        var data = options.DataDirectory;
        Say($"PartyCloud, local engine. Data: {data}");
        if (options.Reset)
        {
            using var directory = await LocalDirectory.OpenAsync(data, stopping);
            directory.Reset();
            Say("Everything kept there has been forgotten");
        }

        var givenPassword = Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } given ? given : null;
        await using var system = await LocalSystem.StartAsync(
            new LocalSystemOptions
            {
                DataDirectory = data,
                Topology = topology,
                Port = options.Port ?? topology.Services.Single(service => service.IsGateway).PublicPort,
                RestartParts = true,
                AdminPassword = givenPassword,
                Binaries = options.Binaries,
                Dashboard = options.Dashboard,
                Sandbox = options.Sandbox,
                Say = Say,
            },
            stopping);

        await DemoData.LoadAsync(system.GatewayAddress, system.Secrets.AdminPassword, options, Say, stopping);

        var password = givenPassword is not null ? $"the password given in {PasswordVariable}"
            : system.IsFirstRun ? system.Secrets.AdminPassword
            : "the password of the first start";
        Say($"""
            Logs      {Path.Combine(data, "logs")}, a file per part
            RabbitMQ  {system.BrokerManagementAddress}  (user {system.Secrets.Broker.User}, password in {Path.Combine(data, "secrets.json")})
            """);
        if (system.Dashboard is not null)
        {
            Say($"Dashboard {system.Dashboard.LoginAddress}");
        }

        Say($"""
            Account   admin / {password}  (kept in {Path.Combine(data, "secrets.json")})
            PartyCloud is ready at {system.GatewayAddress.ToString().TrimEnd('/')}
            """);

        var ended = await Task.WhenAny(system.Failed, Task.Delay(Timeout.Infinite, stopping));
        if (ended == system.Failed)
        {
            Say($"{(await system.Failed).Part} does not stay up; stopping everything");
            return 1;
        }

        Say("Stopping");
        await system.DisposeAsync();
        Say("PartyCloud has stopped");
        return 0;
    }

    private static void Say(string line) => Console.WriteLine(line);
}
