using System.Runtime.InteropServices;
using PartyCloud.Demo.Generation;
using PartyCloud.Demo.Loading;

namespace PartyCloud.Demo;

internal static class DemoRun
{
    private const int Wrong = 2;
    private const int Failed = 1;

    public static async Task<int> RunAsync(string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var options = DemoOptions.Parse(arguments);
            var sample = Sample.Create(options.Demo, options.Organizations, options.Members, options.Seed);
            Say($"The {sample.Name} sample: {sample.Organizations.Count:N0} organizations, {sample.MemberCount:N0} members; all of them generated");
            if (options.Write is { } directory)
            {
                await WriteAsync(sample, directory, stop.Token);
            }

            if (options.Gateway is { } address)
            {
                var password = Environment.GetEnvironmentVariable(options.PasswordVariable);
                if (string.IsNullOrEmpty(password))
                {
                    throw new ArgumentException($"The environment variable {options.PasswordVariable} holds no password.");
                }

                using var gateway = new Gateway(address, options.User, password, TimeProvider.System);
                await Load.OrganizationsAsync(gateway, sample, stop.Token);
                await Load.MembersAsync(gateway, sample, stop.Token);
                if (options.Year)
                {
                    await new SampleYear(gateway, sample).RunAsync(stop.Token);
                }
            }

            return 0;
        }
        catch (ArgumentException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            Console.Error.WriteLine(DemoOptions.Usage);
            return Wrong;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Say("Stopped; what is loaded stays, and the next run goes on");
            return Failed;
        }
        catch (GatewayException refused)
        {
            Console.Error.WriteLine(refused.Message);
            return Failed;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    internal static void Say(string text) => Console.WriteLine(text);

    private static async Task WriteAsync(Sample sample, string directory, CancellationToken cancellation)
    {
        Directory.CreateDirectory(directory);
        var (organizations, members) = (Path.Combine(directory, "organizations.csv"), Path.Combine(directory, "members.csv"));
        await using (var file = File.Create(organizations))
        {
            await sample.WriteOrganizationsAsync(file, cancellation);
        }

        await using (var file = File.Create(members))
        {
            await sample.WriteMembersAsync(file, 0, int.MaxValue, cancellation);
        }

        Say($"Written to {organizations} and {members}");
    }
}
