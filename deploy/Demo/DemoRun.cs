namespace PartyCloud.Demo;

internal static class DemoRun
{
    public static Task<int> RunAsync(string[] arguments) => Task.FromResult(arguments.Length);
}
