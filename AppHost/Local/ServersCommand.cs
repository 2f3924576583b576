namespace PartyCloud.AppHost.Local;

/// <summary>
/// `servers --dir D`: the two servers alone, for tests. Prints how to reach them and stops them when its standard
/// input closes, that is when whoever asked for them is gone.
/// </summary>
internal static class ServersCommand
{
    internal static async Task<int> UsageAsync()
    {
        await Console.Error.WriteLineAsync("usage: servers --dir DIR | sweep --data DIR [--remove]");
        return 2;
    }

    internal static async Task<int> RunAsync(string[] args)
    {
        if (args is not ["--dir", var path])
        {
            return await UsageAsync();
        }

        using var signals = new Signals();
        try
        {
            await using var servers = await LocalServers.StartAsync(path, cancel: signals.Stopping);
            Console.WriteLine($"PARTYCLOUD_TEST_POSTGRES={servers.Postgres.AdminConnection}");
            Console.WriteLine($"PARTYCLOUD_TEST_BROKER={servers.Broker.Address}");
            Console.WriteLine("ready");
            await Task.WhenAny(Console.In.ReadToEndAsync(signals.Stopping), Task.Delay(Timeout.Infinite, signals.Stopping));
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception failure) when (failure is PartFailedException or ServerMissingException or DirectoryInUseException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}

/// <summary>PostgreSQL and RabbitMQ without the services, for tests: quick, and not safe against a power cut.</summary>
public sealed class LocalServers : IAsyncDisposable
{
    private readonly LocalDirectory _directory;

    private LocalServers(LocalDirectory directory, LocalPostgres postgres, LocalRabbitMq broker)
    {
        (_directory, Postgres, Broker) = (directory, postgres, broker);
    }

    public LocalPostgres Postgres { get; }

    public LocalRabbitMq Broker { get; }

    /// <summary>Starts both in the folder; they end with this process, however it ends.</summary>
    /// <param name="path">The folder; one of its own for each run at a time.</param>
    /// <param name="removeAfterwards">Whether the folder goes when this process ends without disposing of this.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<LocalServers> StartAsync(string path, bool removeAfterwards = false, CancellationToken cancel = default)
    {
        var directory = await LocalDirectory.OpenAsync(path, cancel);
        directory.Guard(removeAfterwards);
        var secrets = LocalSecrets.Open(directory.SecretsFile, new Topology(), adminPassword: null);
        LocalServers? servers = null;
        try
        {
            servers = new LocalServers(
                directory,
                LocalPostgres.Prepare(directory, secrets.PostgresPassword, durable: false),
                LocalRabbitMq.Prepare(directory, secrets.Broker));
            await Task.WhenAll(servers.Postgres.Part.StartAsync(cancel), servers.StartBrokerAsync(cancel));
            return servers;
        }
        catch
        {
            await (servers?.DisposeAsync() ?? ValueTask.CompletedTask);
            directory.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.Part.StopAsync();
        await Task.WhenAll(Broker.PortMapper.StopAsync(), Postgres.Part.StopAsync());
        _directory.Dispose();
    }

    private async Task StartBrokerAsync(CancellationToken cancel)
    {
        await Broker.PortMapper.StartAsync(cancel);
        await Broker.Part.StartAsync(cancel);
    }
}
