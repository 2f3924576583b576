using PartyCloud.AppHost.Local;

namespace PartyCloud.AppHost;

/// <summary>Runs the system under the engine that the options, the packages and the machine allow.</summary>
internal static class RunCommand
{
    internal static async Task<int> RunAsync(Topology topology, string[] args)
    {
        RunOptions options;
        try
        {
            options = RunOptions.Parse(args);
        }
        catch (FormatException wrong)
        {
            await Console.Error.WriteLineAsync($"{wrong.Message}{Environment.NewLine}{Environment.NewLine}{RunOptions.Usage}");
            return 2;
        }

        if (options.Help)
        {
            Console.WriteLine(RunOptions.Usage);
            return 0;
        }

#if FULL_FEED
        if (options.Engine is "aspire" || (options.Engine is null && Containers.AnEngineAnswers()))
        {
            return await Aspire.AspireEngine.RunAsync(topology, options);
        }
#else
        if (options.Engine is "aspire")
        {
            await Console.Error.WriteLineAsync("This build has no Aspire in it: the package feed it was restored from lacks the packages (PackageFeed=partial).");
            return 2;
        }
#endif
        return await LocalRun.RunAsync(topology, options);
    }
}
