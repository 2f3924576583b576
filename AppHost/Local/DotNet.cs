namespace PartyCloud.AppHost.Local;

/// <summary>Where the executables of the solution are, and how they are started.</summary>
internal static class DotNet
{
    /// <summary>The very `dotnet` that runs us, so that both find the same runtime.</summary>
    internal static string[] Run(string assembly, params string[] arguments) => [Host(), assembly, .. arguments];

    /// <summary>
    /// The built assembly of a project: below <paramref name="binaries"/> when that is given (a folder per project,
    /// as `dotnet publish` fills it), else in the project's own bin folder, in the configuration we were built in.
    /// </summary>
    internal static string Find(string project, string assembly, string? binaries) => binaries is not null
        ? Path.Combine(Path.GetFullPath(binaries), Path.GetFileName(project), assembly + ".dll")
        : Path.Combine(SolutionRoot(), project, "bin", Configuration(), Framework(), assembly + ".dll");

    /// <summary>Where it finds its appsettings and pages: with the published assembly, else in the project's folder.</summary>
    internal static string HomeOf(string project, string? binaries) => binaries is not null
        ? Path.Combine(Path.GetFullPath(binaries), Path.GetFileName(project))
        : Path.Combine(SolutionRoot(), project);

    /// <summary>What every process of ours inherits: the terminal's own settings, and none that could reach inside.</summary>
    internal static Dictionary<string, string> InheritedEnvironment()
    {
        string[] kept = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "DOTNET_TieredPGO"];
        var environment = new Dictionary<string, string>();
        foreach (var name in kept)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                environment[name] = value;
            }
        }

        return environment;
    }

    private static string Host() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private static string SolutionRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "PartyCloud.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"No PartyCloud.sln above {AppContext.BaseDirectory}; name the folder of the published parts with --bin.");
    }

    // …/bin/Release/net10.0/ is where every project of the solution is built to, this one and the tests too.
    private static string Framework() => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static string Configuration() => Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;
}
