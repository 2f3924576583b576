using System.Net.Sockets;

namespace PartyCloud.AppHost.Local;

/// <summary>
/// A private RabbitMQ node on loopback, from Debian's own package: with its own port mapper (epmd), cookie and ports,
/// so that it neither meets nor disturbs another node of the machine.
/// </summary>
public sealed class LocalRabbitMq
{
    private const string BrokerUser = "rabbitmq";
    private readonly BrokerAccount _account;

    private LocalRabbitMq(LocalPart portMapper, LocalPart part, (int Broker, int Management, int Measures) ports, BrokerAccount account)
    {
        (PortMapper, Part, _account) = (portMapper, part, account);
        (Port, ManagementPort, MeasuresPort) = ports;
    }

    public LocalPart Part { get; }

    public int Port { get; }

    /// <summary>The operator's pages.</summary>
    public int ManagementPort { get; }

    /// <summary>Its measures in the text format of Prometheus.</summary>
    public int MeasuresPort { get; }

    public Uri Address => new($"amqp://{_account.User}:{_account.Password}@127.0.0.1:{Port}/");

    internal LocalPart PortMapper { get; }

    /// <summary>Starts the node in the folder, which is filled at the first start.</summary>
    /// <param name="directory">Where its data, log and pid are kept.</param>
    /// <param name="account">Its one user; made at the first start and kept from then on.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<LocalRabbitMq> StartAsync(LocalDirectory directory, BrokerAccount account, CancellationToken cancel = default)
    {
        var broker = Prepare(directory, account);
        await broker.PortMapper.StartAsync(cancel);
        await broker.Part.StartAsync(cancel);
        return broker;
    }

    internal static LocalRabbitMq Prepare(LocalDirectory directory, BrokerAccount account)
    {
        const string scripts = "/usr/lib/rabbitmq/bin";
        if (!File.Exists(Path.Combine(scripts, "rabbitmq-server")))
        {
            throw new ServerMissingException("RabbitMQ", "rabbitmq-server");
        }

        var user = new RunAs(BrokerUser);
        var home = directory.Own("broker", user);
        var ports = Ports.Free(6);
        var (port, distribution, mapper, management, prometheus) = (ports[0], ports[1], ports[2], ports[3], ports[4]);

        SecretFile.Write(Path.Combine(home, "rabbitmq.conf"), $"""
            default_user = {account.User}
            default_pass = {account.Password}
            loopback_users = none
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {management}
            prometheus.tcp.ip = 127.0.0.1
            prometheus.tcp.port = {prometheus}
            log.file = false
            log.console = true
            log.console.level = info
            log.connection.level = warning
            vm_memory_high_watermark.absolute = 512MB
            disk_free_limit.absolute = 200MB

            """);
        File.WriteAllText(Path.Combine(home, "enabled_plugins"), "[rabbitmq_management,rabbitmq_prometheus].");
        user.TakeOver(home);

        var environment = DotNet.InheritedEnvironment();
        // The scripts of the package read these and no settings of Debian's own node; HOME holds the cookie.
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["HOME"] = home,
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_NODENAME"] = "partycloud@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = $"{port}",
            ["RABBITMQ_DIST_PORT"] = $"{distribution}",
            ["ERL_EPMD_PORT"] = $"{mapper}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(home, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(home, "log"),
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_PID_FILE"] = Path.Combine(home, "pid"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(home, "rabbitmq.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(home, "enabled_plugins"),
            ["RABBITMQ_CTL_DIST_PORT_MIN"] = $"{ports[5]}",
            ["RABBITMQ_CTL_DIST_PORT_MAX"] = $"{ports[5] + 3}",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            // The script then replaces itself by the node, so that the process we started is the node.
            ["RUNNING_UNDER_SYSTEMD"] = "true",
        })
        {
            environment[name] = value;
        }

        // Started by us and not by the node, the port mapper has a pid that we know and can stop.
        var epmd = new LocalPart(directory, new PartSpec(
            "epmd", StopManner.PortMapper, user.Wrap("epmd", "-port", $"{mapper}", "-address", "127.0.0.1"), environment)
        {
            IsReady = cancel => AnswersAsync(mapper, [], cancel),
        });
        var node = new LocalPart(directory, new PartSpec(
            "broker", StopManner.Broker, user.Wrap(Path.Combine(scripts, "rabbitmq-server")), environment)
        {
            // The port is open before the users are there; a node that greets a client has them.
            IsReady = cancel => AnswersAsync(port, "AMQP\0\0\u0009\u0001"u8.ToArray(), cancel),
        });
        return new LocalRabbitMq(epmd, node, (port, management, prometheus), account);
    }

    private static async Task<bool> AnswersAsync(int port, byte[] greeting, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, limit.Token);
            if (greeting.Length == 0)
            {
                return true;
            }

            await client.GetStream().WriteAsync(greeting, limit.Token);
            var answer = new byte[1];
            return await client.GetStream().ReadAsync(answer, limit.Token) == 1 && answer[0] == 1; // a method frame: connection.start
        }
        catch (Exception notYet) when (notYet is SocketException or IOException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return false;
        }
    }
}

/// <summary>The broker's one user.</summary>
public sealed record BrokerAccount(string User, string Password);
