namespace PartyCloud.AppHost.Local;

/// <summary>`sweep --data DIR [--remove]`: stops what a killed run left running. A run that has begun since does that itself.</summary>
internal static class SweepCommand
{
    internal static async Task<int> RunAsync(string[] args)
    {
        if (args is not ["--data", var path, ..])
        {
            return await ServersCommand.UsageAsync();
        }

        if (!Directory.Exists(path))
        {
            return 0;
        }

        try
        {
            using var directory = await LocalDirectory.TakeAsync(path, TimeSpan.Zero, CancellationToken.None);
            await directory.StopLeftoversAsync();
            if (args is [.., "--remove"])
            {
                Directory.Delete(path, recursive: true);
            }

            return 0;
        }
        catch (DirectoryInUseException)
        {
            return 0;
        }
    }
}
