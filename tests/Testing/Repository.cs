namespace PartyCloud.Testing;

/// <summary>What tests read of the solution's own files.</summary>
public static class Repository
{
    /// <summary>The folder of the solution, which lies above that of the test.</summary>
    public static string Folder()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "PartyCloud.sln")))
        {
            at = at.Parent ?? throw new InvalidOperationException("The solution's folder is not above the test's.");
        }

        return at.FullName;
    }
}
